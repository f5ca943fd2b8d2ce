"""One change as lines of text: a symbol, its address, and its fields, aligned. Unchanged fields are
only counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.model.change import Action, Change, FieldChange
from csws.model.fields import Value
from csws.render.change_words import HAS_BEEN, NO_LABELS, WILL_BE, counted, field_note, origin_note, with_label
from csws.render.style import Style, shown

_SYMBOLS = {
    Action.CREATE: ("+", "green"),
    Action.UPDATE: ("~", "yellow"),
    Action.DELETE: ("-", "red"),
    Action.MOVE: ("→", "cyan"),
}
_LONGEST = 400  # characters of one value; a longer one is cut, and its length added


def change_lines(change: Change, style: Style, *, past: bool = False) -> Iterator[str]:
    """A change with its fields. `past` words it as something that was done, not as something that
    will be."""
    symbol, look = _SYMBOLS[change.action]
    words = (HAS_BEEN if past else WILL_BE)[change.action]
    note = "" if past else origin_note(change)
    yield ""
    yield f"  {style.paint(symbol, look, 'bold')} {style.paint(shown(str(change.address)), 'bold')} {words} {note}".rstrip()
    if change.action is not Action.UPDATE and not past:
        yield f"      {style.paint(shown(change.reason), 'dim')}"
    yield from field_lines(change, style)
    if change.unchanged:
        fields = counted(len(change.unchanged), "field")
        yield f"      {style.paint(f'({fields} unchanged)', 'dim')}"


def field_lines(change: Change, style: Style) -> Iterator[str]:
    """The fields of a change, aligned."""
    width = max((len(shown(item.path)) for item in change.fields), default=0)
    for item in change.fields:
        note = field_note(change, item)
        parts = [*_difference(change, item, style), *([style.paint(note, "dim")] if note else [])]
        yield from _fitted(f"      {shown(item.path):<{width}}  ", parts, style)


def _fitted(head: str, parts: list[str], style: Style) -> Iterator[str]:
    """Puts the parts on one line if they fit, else one per line, aligned."""
    line = head + ", ".join(parts)
    if len(parts) < 2 or _columns(line) <= style.width:
        yield line
        return
    yield head + parts[0]
    for part in parts[1:]:
        yield " " * len(head) + part


def _columns(line: str) -> int:
    """The width of a line without its color codes."""
    plain = line
    while "\x1b[" in plain:
        before, _, rest = plain.partition("\x1b[")
        plain = before + rest.partition("m")[2]
    return len(plain)


def _difference(change: Change, item: FieldChange, style: Style) -> list[str]:
    labels = change.labels.get(item.path, NO_LABELS)
    if change.action is Action.CREATE:
        return _members(item.after, labels)
    if change.action is Action.DELETE:
        return _members(item.before, labels)
    if isinstance(item.before, tuple) and isinstance(item.after, tuple):
        added = [name for name in item.after if name not in item.before]
        gone = [name for name in item.before if name not in item.after]
        return [
            *(style.paint(f"+ {quoted(with_label(name, labels))}", "green") for name in added),
            *(style.paint(f"- {quoted(with_label(name, labels))}", "red") for name in gone),
        ]
    before, after = value_text(item.before, labels), value_text(item.after, labels)
    if len(before) + len(after) > style.width:
        return [before, f"→ {after}"]
    return [f"{before} → {after}"]


def _members(value: Value, labels: Mapping[str, str]) -> list[str]:
    """The parts of a value that may go on lines of their own."""
    if isinstance(value, tuple):
        return [quoted(with_label(name, labels)) for name in value]
    return [value_text(value, labels)]


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
