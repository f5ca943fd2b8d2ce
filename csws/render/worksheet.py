"""A worksheet: all settings of an account with the labels of their controls, for a person to
compare with the screens.

It is YAML that `observe` reads back. `null` says that the screen shows nothing; a line that is taken out says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from csws.model.field import EACH
from csws.model.fields import REVENUE_BLOCK, Value, empty_value, field_at, flat, flat_objects, parts_of
from csws.model.scalar_text import scalar_text
from csws.model.settings import RevenueTab, ServicesTab, Settings, Workspace
from csws.model.yaml_text import flow_text
from csws.render.style import shown
from csws.render.words import Words, words_of

Choices = Mapping[str, Sequence[str]]  # path → what the catalogue offers there
_COLUMN = 60
_WIDTH = 100
_MOST = 20  # choices beside one value
_FURTHER = "further"


def worksheet_text(account: str, settings: Settings, choices: Choices, language: str) -> str:
    """The worksheet of named settings."""
    sheet = _Sheet(settings, choices, words_of(language))
    return "\n".join([*sheet.head(account), *sheet.objects(), *sheet.workspaces(), *sheet.unmanaged()]) + "\n"


class _Sheet:
    def __init__(self, settings: Settings, choices: Choices, words: Words) -> None:
        self._settings, self._choices, self._words = settings, choices, words

    def head(self, account: str) -> Iterator[str]:
        for key in ("worksheet.title", "worksheet.how", "worksheet.null", "worksheet.back"):
            yield f"# {self._words.plain(key, account=account)}"
        yield ""
        yield f"account: {scalar_text(account)}"

    def objects(self) -> Iterator[str]:
        yield ""
        yield "objects:"
        for path, value in flat_objects(self._settings.objects).items():
            yield from self._line(2, path, value, path)

    def workspaces(self) -> Iterator[str]:
        yield ""
        yield "workspaces:"
        for item in self._settings.managed:
            yield f"  {scalar_text(item.key or '')}:"
            yield from self._fields(item)
        yield ""
        yield "  # " + self._words.plain("worksheet.further")
        yield f"  {self._further_key()}:"
        shows = self._settings.objects.services is not None
        yield from self._fields(Workspace(key=None, services=ServicesTab(show=shows), revenue=RevenueTab(show=True)))

    def unmanaged(self) -> Iterator[str]:
        if self._settings.unmanaged:
            yield ""
            yield "# " + self._words.plain("worksheet.unmanaged")
            yield "unmanaged:"
        for item in self._settings.unmanaged:
            yield f"  {scalar_text(item.id or '')}:  # {shown(item.name)}"
            yield from self._fields(item)

    def _further_key(self) -> str:
        """A key that no workspace has."""
        taken, key = {item.key for item in self._settings.managed}, _FURTHER
        while key in taken:
            key += "-2"
        return key

    def _fields(self, item: Workspace) -> Iterator[str]:
        """The fields of a workspace, tab by tab, those of hidden tabs too: somebody may see that one is shown."""
        holders: tuple[str, ...] = ()
        for path, value in self._every_field(item).items():
            if field_at(path).is_ours:
                continue
            parts = parts_of(path)
            for depth, part in enumerate(parts[:-1]):
                if holders[: depth + 1] != parts[: depth + 1]:
                    yield f"{' ' * (4 + 2 * depth)}{scalar_text(part)}:"
            holders = parts[:-1]
            yield from self._line(2 + 2 * len(parts), parts[-1], value, path)

    def _every_field(self, item: Workspace) -> dict[str, Value]:
        """With a block for each revenue object of the account; where it has none, for those that it may have."""
        fields = flat(item)
        for name in self._settings.objects.revenue or field_at("revenue").standard:
            for field in REVENUE_BLOCK:
                path = field.path.replace(EACH, name)
                fields.setdefault(path, empty_value(path))
        return fields

    def _line(self, indent: int, key: str, value: Value, path: str) -> Iterator[str]:
        yield f"{' ' * indent}{key}: {_value(value)}".ljust(_COLUMN) + f"  # {self._words.label(field_at(path))}"
        if self._choices.get(path):
            yield from _listed(self._choices[path], " " * indent)


def _listed(offered: Sequence[str], indent: str) -> Iterator[str]:
    """The choices as comments below their value."""
    more = f"… ({len(offered)})" if len(offered) > _MOST else ""
    line = f"{indent}#  "
    for at, word in enumerate([*map(shown, offered[:_MOST]), *([more] if more else [])]):
        piece = f"{' | ' if at else ' '}{word}"
        if at and len(line) + len(piece) > _WIDTH:
            yield line
            line, piece = f"{indent}#   ", f" {word}"
        line += piece
    yield line


def _value(value: Value) -> str:
    if value == "":
        return "null"
    return flow_text(list(value)) if isinstance(value, tuple) else scalar_text(value)
