"""A worksheet: all settings of an account with the labels of their controls, for a person to fill
in or to compare with HubSpot's screens.

It is YAML that `observe` and `adopt` read. `null` says that the screen shows nothing; a line that is taken out says
nothing. Choices are comments above the first value that they are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import LATER, RECORDED, workspaces
from csws.kinds.choices import Choice, Choices, Source
from csws.kinds.sheet import SheetField, SheetItem, offered_at, sheet_of
from csws.model.field import Field, texts_of
from csws.model.fields import Value
from csws.model.kind import Kind
from csws.model.scalar_text import scalar_text
from csws.model.settings import Settings
from csws.model.yaml_text import flow_text
from csws.render.sheet_lines import choice_lines, comment_lines, value_lines
from csws.render.style import shown
from csws.render.words import Words, words_of

_FURTHER = "further"


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
        self._sheet, self._choices = sheet_of(settings, choices), choices
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
        for item in self._sheet.objects.fields:
            yield from self._line(2, item.path, item)

    def workspaces(self) -> Iterator[str]:
        yield ""
        yield "workspaces:"
        for item in self._sheet.of(workspaces.KIND):
            if item.key is not None:
                yield f"  {scalar_text(item.key)}:"
                yield from self._fields(item)
        yield ""
        yield from self._said("worksheet.further", indent=2, further=self._further_key())
        yield from self._further(workspaces.KIND)

    def unmanaged(self) -> Iterator[str]:
        found = [item for item in self._sheet.of(workspaces.KIND) if item.key is None]
        if found:
            yield ""
            yield from self._said("worksheet.unmanaged")
            yield "unmanaged:"
        for item in found:
            yield f"  {scalar_text(item.id or '')}:  # {shown(item.name)}"
            yield from self._fields(item)

    def later(self) -> Iterator[str]:
        """The kinds that came after workspaces."""
        for kind in LATER:
            yield ""
            yield f"{kind.section}:"
            for item in self._sheet.of(kind):
                if item.key is None:  # only its name would tell which one a block is about
                    yield from comment_lines(f"{shown(item.name)} (id:{shown(item.id or '')})", 2)
                    continue
                yield f"  {scalar_text(item.key)}:"
                yield from self._fields(item)
            yield from self._further(kind)

    def _further(self, kind: Kind) -> Iterator[str]:
        yield f"  {self._further_key()}:"
        yield from self._fields(self._sheet.further[kind.name])

    def _said(self, key: str, indent: int = 0, **values: str) -> Iterator[str]:
        return comment_lines(self._words.plain(key, **values), indent)

    def _further_key(self) -> str:
        """A key that nothing has."""
        taken, key = {item.key for kind in RECORDED for item in self._sheet.of(kind)}, _FURTHER
        while key in taken:
            key += "-2"
        return key

    def _fields(self, item: SheetItem) -> Iterator[str]:
        """The fields of an item, tab by tab."""
        holders: tuple[str, ...] = ()
        for one in item.fields:
            parts = item.kind.parts_of(one.path)
            for depth, part in enumerate(parts[:-1]):
                if holders[: depth + 1] != parts[: depth + 1]:
                    yield f"{' ' * (4 + 2 * depth)}{scalar_text(part)}:"
            holders = parts[:-1]
            if (line := item.kind.line_of(one.path, one.value)) is not None:
                yield f"{' ' * (2 + 2 * len(parts))}- {flow_text(line)}"
                continue
            yield from self._line(2 + 2 * len(parts), parts[-1], one)

    def _line(self, indent: int, key: str, one: SheetField) -> Iterator[str]:
        for source in self._choices.sources(one.kind, one.path):
            if source not in self._listed:
                self._listed.add(source)
                rows = self._listed_of(one.field, source) or [(self._words.plain("worksheet.none"), "")]
                yield from choice_lines(self._heading(one.field, source), rows, indent)
        label, shown_as = self._label(one.field), self._on_screen(one.value, one.kind, one.path)
        about = self._words.plain("list.fact", name=label, text=shown_as) if shown_as else label
        yield from value_lines(indent, key, one.value, about)

    def _label(self, field: Field) -> str:
        """In the reader's language, with HubSpot's English label beside."""
        label, english = self._words.label(field), self._english.label(field)
        return label if label == english else f"{label} / {english}"

    def _on_screen(self, value: Value, kind: Kind, path: str) -> str:
        """What the screen shows for the value, where that is not the value itself."""
        offered = offered_at(kind, path, self._choices)
        known = {choice.value: choice.label for choice in offered if choice.label != choice.value}
        return self._words.joined([known[one] for one in texts_of(value) if known.get(one)])

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
