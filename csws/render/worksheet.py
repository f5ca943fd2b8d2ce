"""A worksheet: all settings of an account with the labels of their controls, for a person to fill
in or to compare with HubSpot's screens.

It is YAML that `observe` and `adopt` read. `null` says that the screen shows nothing; a line that is taken out says
nothing. Choices are comments above the first value that they are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import LATER, objects, workspaces
from csws.kinds.choices import Choice, Choices, Source
from csws.model.field import EACH, Field, texts_of
from csws.model.fields import REVENUE_BLOCK, Value, empty_value, field_at, flat, flat_objects
from csws.model.kind import Kind
from csws.model.scalar_text import scalar_text
from csws.model.settings import RevenueTab, Settings, Workspace
from csws.model.yaml_text import flow_text
from csws.render.sheet_lines import choice_lines, comment_lines, value_lines
from csws.render.style import shown
from csws.render.words import Words, words_of

_FURTHER = "further"
_FEW = 4  # objects that may track revenue: each has a block in the sheet of an account that nothing is known of


def worksheet_text(
    account: str,
    settings: Settings,
    choices: Choices,
    language: str,
    *,
    is_recorded: bool = True,
    is_shared: bool = False,
) -> str:
    """The worksheet of named settings. In a project that several accounts share, nothing can be adopted."""
    sheet = _Sheet(settings, choices, words_of(language), words_of("en"))
    parts = [
        sheet.head(account, is_recorded, is_shared),
        sheet.objects(),
        sheet.workspaces(),
        sheet.unmanaged(),
        sheet.later(),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


class _Sheet:
    def __init__(self, settings: Settings, choices: Choices, words: Words, english: Words) -> None:
        self._settings, self._choices = settings, choices
        self._words, self._english = words, english
        self._listed: set[Source] = set()

    def head(self, account: str, is_recorded: bool, is_shared: bool) -> Iterator[str]:
        known = ("worksheet.title", "worksheet.how", "worksheet.null", "worksheet.choices_are", "worksheet.back")
        new = ("worksheet.unknown", "worksheet.fill", "worksheet.null", "worksheet.choices_are")
        end = "worksheet.back" if is_shared else "worksheet.adopt"
        for key in dict.fromkeys((*(known if is_recorded else new), end)):
            yield from self._said(key, account=account)
        yield ""
        yield f"account: {scalar_text(account)}"

    def objects(self) -> Iterator[str]:
        yield ""
        yield "objects:"
        for path, value in flat_objects(self._settings.objects).items():
            yield from self._line(2, path, value, objects.KIND, path)

    def workspaces(self) -> Iterator[str]:
        yield ""
        yield "workspaces:"
        for item in self._settings.managed:
            yield f"  {scalar_text(item.key or '')}:"
            yield from self._workspace(item)
        yield ""
        yield from self._said("worksheet.further", indent=2, further=self._further_key())
        yield f"  {self._further_key()}:"
        yield from self._workspace(Workspace(key=None, revenue=RevenueTab(show=False)))

    def unmanaged(self) -> Iterator[str]:
        if self._settings.unmanaged:
            yield ""
            yield from self._said("worksheet.unmanaged")
            yield "unmanaged:"
        for item in self._settings.unmanaged:
            yield f"  {scalar_text(item.id or '')}:  # {shown(item.name)}"
            yield from self._workspace(item)

    def later(self) -> Iterator[str]:
        """The kinds that came after workspaces."""
        for kind in LATER:
            yield ""
            yield f"{kind.section}:"
            for thing in kind.all(self._settings):
                if thing.key is None:  # only its name would tell which one a block is about
                    yield from comment_lines(f"{shown(kind.called(thing))} (id:{shown(thing.id or '')})", 2)
                    continue
                yield f"  {scalar_text(thing.key)}:"
                yield from self._fields(kind, kind.flat(thing))
            yield f"  {self._further_key()}:"
            yield from self._fields(kind, kind.example())

    def _said(self, key: str, indent: int = 0, **values: str) -> Iterator[str]:
        return comment_lines(self._words.plain(key, **values), indent)

    def _further_key(self) -> str:
        """A key that nothing has."""
        things = (thing for kind in (workspaces.KIND, *LATER) for thing in kind.all(self._settings))
        taken, key = {thing.key for thing in things}, _FURTHER
        while key in taken:
            key += "-2"
        return key

    def _workspace(self, item: Workspace) -> Iterator[str]:
        """With a block for each revenue object of the account; where it has none, for those that it may have."""
        fields = flat(item)
        if item.is_primary and not item.teams:
            del fields["teams"]  # its screen has none
        for name in self._settings.objects.revenue or self._revenue_objects():
            for field in REVENUE_BLOCK:
                path = field.path.replace(EACH, name)
                fields.setdefault(path, empty_value(path))
        yield from self._fields(workspaces.KIND, fields)

    def _revenue_objects(self) -> tuple[str, ...]:
        found = self._choices.objects("revenue")
        return tuple(found) if 0 < len(found) <= _FEW else field_at("revenue").standard

    def _fields(self, kind: Kind, fields: dict[str, Value]) -> Iterator[str]:
        """The fields of an item, tab by tab, those of hidden tabs too: somebody may see that one is shown."""
        holders: tuple[str, ...] = ()
        for path, value in fields.items():
            field = kind.field_at(path)
            if field is None or field.is_ours:
                continue
            parts = kind.parts_of(path)
            for depth, part in enumerate(parts[:-1]):
                if holders[: depth + 1] != parts[: depth + 1]:
                    yield f"{' ' * (4 + 2 * depth)}{scalar_text(part)}:"
            holders = parts[:-1]
            if (line := kind.line_of(path, value)) is not None:
                yield f"{' ' * (2 + 2 * len(parts))}- {flow_text(line)}"
                continue
            yield from self._line(2 + 2 * len(parts), parts[-1], value, kind, path)

    def _line(self, indent: int, key: str, value: Value, kind: Kind, path: str) -> Iterator[str]:
        field = kind.field_at(path)
        assert field is not None  # the caller has asked
        for source in self._choices.sources(kind, path):
            if source not in self._listed:
                self._listed.add(source)
                rows = self._listed_of(field, source) or [(self._words.plain("worksheet.none"), "")]
                yield from choice_lines(self._heading(field, source), rows, indent)
        label, shown_as = self._label(field), self._on_screen(value, kind, path)
        about = self._words.plain("list.fact", name=label, text=shown_as) if shown_as else label
        yield from value_lines(indent, key, value, about)

    def _label(self, field: Field) -> str:
        """In the reader's language, with HubSpot's English label beside."""
        label, english = self._words.label(field), self._english.label(field)
        return label if label == english else f"{label} / {english}"

    def _on_screen(self, value: Value, kind: Kind, path: str) -> str:
        """What the screen shows for the value, where that is not the value itself."""
        known = {choice.value: choice.label for choice in self._offered(kind, path) if choice.label != choice.value}
        return self._words.joined([known[one] for one in texts_of(value) if known.get(one)])

    def _offered(self, kind: Kind, path: str) -> Iterator[Choice]:
        for source in self._choices.sources(kind, path):
            yield from self._choices.of(source)

    def _heading(self, field: Field, source: Source) -> str:
        label = self._words.label(field)
        of_object = self._choices.catalog.objects.get(source.object_name or "")
        if of_object is None:
            return self._words.plain("worksheet.choices", label=label)
        return self._words.plain(
            "worksheet.choices_of", label=label, object=self._words.object_label(of_object.name, of_object.label)
        )

    def _listed_of(self, field: Field, source: Source) -> list[tuple[str, str]]:
        """What to type, and what is said of it."""
        found = [choice for choice in self._choices.of(source) if not choice.is_of_another_type]
        return [(scalar_text(choice.value, in_flow=True), self._about(field, source, choice)) for choice in found]

    def _about(self, field: Field, source: Source, choice: Choice) -> str:
        held = choice.held_by and self._words.plain("worksheet.held", workspace=choice.held_by)
        said = [
            self._words.plain(field.words_of(choice.value)) if source.refers_to is None else shown(choice.label),
            str(self._words.count("count.people", choice.people)) if choice.people is not None else "",
            held or "",
            self._words.plain("worksheet.archived") if choice.is_archived else "",
        ]
        return self._words.joined([text for text in said if text and text != choice.value])
