"""One change as lines of text: a symbol, what would become of what, and its settings, aligned under
the tabs of the screen. Unchanged settings are only counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from markupsafe import escape

from csws.model.change import Action, Change
from csws.model.fields import Value
from csws.render.change_rows import SettingRow, change_title, gone_and_added, setting_rows
from csws.render.change_words import NO_LABELS, with_label
from csws.render.style import Style, shown
from csws.render.terminal import terminal_text
from csws.render.width import columns, padded, wrapped
from csws.render.words import words_of

_SYMBOLS = {
    Action.CREATE: ("+", "green"),
    Action.UPDATE: ("~", "yellow"),
    Action.DELETE: ("-", "red"),
    Action.MOVE: ("→", "cyan"),
}
_LONGEST = 400  # characters of one value; a longer one is cut, and its length added
_INDENT = 6
_NARROWEST = 22  # columns that a value needs beside its label; else it stands below


def change_lines(change: Change, style: Style, *, past: bool = False) -> Iterator[str]:
    """A change with its settings. `past` words it as something that was done, not as something that
    would be."""
    words, (symbol, look) = words_of(style.language), _SYMBOLS[change.action]
    title = terminal_text(change_title(change, words, past=past))
    yield ""
    head, *more = wrapped(title, style.width, "    ", "    ")
    yield f"  {style.paint(symbol, look, 'bold')} {style.paint(head[4:], 'bold')}"
    yield from (f"    {style.paint(line[4:], 'bold')}" for line in more)
    yield from field_lines(change, style, past=past)
    if change.unchanged:
        stays = terminal_text(words.count("plan.stays", len(change.unchanged)))
        yield f"{' ' * _INDENT}{style.paint(stays, 'dim')}"


def field_lines(change: Change, style: Style, *, past: bool = True) -> Iterator[str]:
    """The settings of a change, aligned, each under its tab."""
    rows = list(setting_rows(change, words_of(style.language), past=past))
    short = [row for row in rows if not row.is_sentence]
    indents = [_INDENT + 2 * bool(row.tab) for row in short]
    widest = max((at + columns(terminal_text(row.label)) for at, row in zip(indents, short, strict=True)), default=0)
    for tab, of_tab in groupby(rows, lambda row: row.tab):
        if tab:
            yield from wrapped(terminal_text(tab), style.width, " " * _INDENT, " " * _INDENT)
        for row in of_tab:
            indent = _INDENT + 2 * bool(tab)
            if row.is_sentence:
                yield from _sentence(row, indent, change.action, style)
                continue
            yield from _setting(row, indent, min(widest + 2, style.width - _NARROWEST), change.action, style)


def plain_lines(change: Change) -> Iterator[str]:
    """What became of a change, and each setting in one line with its tab, for a list."""
    style = Style()
    yield terminal_text(change_title(change, words_of(style.language), past=True))
    for row in setting_rows(change, words_of(style.language), past=True):
        parts, comma = _parts(row, change.action, style)
        yield f"{terminal_text(row.place)}: {comma.join(parts)}"


def _sentence(row: SettingRow, indent: int, action: Action, style: Style) -> Iterator[str]:
    """A rule with its points, in as many lines as it takes."""
    say, (parts, _) = row.shown.words.say, _parts(row, action, style)
    text = say("list.fact", name=row.label, text=escape(" ".join(parts)))
    if row.note:
        text = say("list.beside", text=text, name=escape(row.note))
    yield from wrapped(terminal_text(text), style.width, " " * indent, " " * (indent + 2))


def _setting(row: SettingRow, indent: int, column: int, action: Action, style: Style) -> Iterator[str]:
    """The parts of a value beside its label if they fit on one line, else one part per line; below
    the label where there is little room."""
    parts, comma = _parts(row, action, style)
    note = (
        [style.paint(row.shown.words.plain("list.beside", text="", name=row.note).strip(), "dim")] if row.note else []
    )
    label = " " * indent + terminal_text(row.label)
    head = padded(label, column)
    if columns(label) + 2 > column or style.width - column < _NARROWEST:
        yield from wrapped(label.strip(), style.width, " " * indent, " " * indent)
        column = indent + 2
        head = " " * column
    together = head + " ".join([comma.join(parts), *note])
    if columns(together) <= style.width:
        yield together
        return
    for at, part in enumerate([*parts, *note]):
        yield from wrapped(part, style.width, " " * column if at else head, " " * (column + 2 * bool(at)))


def _parts(row: SettingRow, action: Action, style: Style) -> tuple[list[str], str]:
    """The parts of a value that may go on lines of their own, and what stands between them on one."""
    if action in (Action.CREATE, Action.DELETE):
        value = row.after if action is Action.CREATE else row.before
        names = value if isinstance(value, tuple) else ()
        return [terminal_text(row.shown.named(name)) for name in names] or [terminal_text(row.shown.value(value))], ", "
    if row.is_list:
        gone, added = ([terminal_text(name) for name in names] for names in gone_and_added(row))
        signed = [("+", "green", name) for name in added] + [("-", "red", name) for name in gone]
        return [style.paint(f"{sign} {name}", look) for sign, look, name in signed], ", "
    before, after = (terminal_text(row.shown.value(value)) for value in (row.before, row.after))
    return [before, f"→ {after}"], " "


def value_text(value: Value, labels: Mapping[str, str] = NO_LABELS) -> str:
    if value is None:
        return "(unset)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(quoted(with_label(name, labels)) for name in value) + "]"
    return quoted(with_label(value, labels))


def quoted(text: str) -> str:
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    more = "" if cut is text else f" ({len(text)} characters)"
    return '"' + shown(cut).replace('"', '\\"') + '"' + more
