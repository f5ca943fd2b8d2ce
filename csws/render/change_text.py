"""One change as lines of text: a symbol, its address, and its fields aligned; what stays the same is folded into a count."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.fields import Value
from csws.render.style import Style, shown

_SYMBOLS = {
    Action.CREATE: ("+", "green"),
    Action.UPDATE: ("~", "yellow"),
    Action.DELETE: ("-", "red"),
    Action.MOVE: ("→", "cyan"),
}
_WORDS = {
    Action.CREATE: "will be created",
    Action.UPDATE: "will be updated",
    Action.DELETE: "will be deleted: this cannot be undone",
    Action.MOVE: "will be moved",
}
_PAST = {
    Action.CREATE: "has come",
    Action.UPDATE: "has changed",
    Action.DELETE: "is gone",
    Action.MOVE: "has moved",
}
_INTRODUCED = {
    Introduced.BRANCH: "",
    Introduced.BASE: " (pending on the base already)",
    Introduced.DRIFT: "",
}
_LONGEST = 400  # characters of one value; a longer one is cut, and its length is said


def change_lines(change: Change, style: Style, *, past: bool = False) -> Iterator[str]:
    """A change with its fields; `past` says what was done by somebody, not what will be."""
    symbol, look = _SYMBOLS[change.action]
    words = _PAST if past else _WORDS
    drifted = " (the account was changed by somebody else)" if change.origin is Origin.DRIFT and not past else ""
    pending = _INTRODUCED[change.introduced_by] if change.introduced_by else ""
    yield ""
    yield f"  {style.paint(symbol, look, 'bold')} {style.paint(shown(change.address), 'bold')} {words[change.action]}{drifted}{pending}"
    if change.action is not Action.UPDATE and not past:
        yield f"      {style.paint(shown(change.reason), 'dim')}"
    yield from _field_lines(change, style)
    if change.unchanged:
        fields = _counted(len(change.unchanged), "field")
        yield f"      {style.paint(f'({fields} unchanged)', 'dim')}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _field_lines(change: Change, style: Style) -> Iterator[str]:
    width = max((len(shown(item.path)) for item in change.fields), default=0)
    for item in change.fields:
        mixed = item.introduced_by is Introduced.BASE and change.introduced_by is not Introduced.BASE
        note = [style.paint("(pending on the base already)", "dim")] if mixed else []
        parts = [*_difference(change.action, item, style), *note]
        yield from _fitted(f"      {shown(item.path):<{width}}  ", parts, style)


def _fitted(head: str, parts: list[str], style: Style) -> Iterator[str]:
    """The parts on one line where they fit, else one a line, aligned."""
    line = head + ", ".join(parts)
    if len(parts) < 2 or _columns(line) <= style.width:
        yield line
        return
    yield head + parts[0]
    for part in parts[1:]:
        yield " " * len(head) + part


def _columns(line: str) -> int:
    """How wide a line is without its colours."""
    plain = line
    while "\x1b[" in plain:
        before, _, rest = plain.partition("\x1b[")
        plain = before + rest.partition("m")[2]
    return len(plain)


def _difference(action: Action, item: FieldChange, style: Style) -> list[str]:
    if action is Action.CREATE:
        return _members(item.after) if isinstance(item.after, tuple) else [value_text(item.after)]
    if action is Action.DELETE:
        return _members(item.before) if isinstance(item.before, tuple) else [value_text(item.before)]
    if isinstance(item.before, tuple) and isinstance(item.after, tuple):
        added = [style.paint(f"+ {quoted(name)}", "green") for name in item.after if name not in item.before]
        gone = [style.paint(f"- {quoted(name)}", "red") for name in item.before if name not in item.after]
        return [*added, *gone]
    before, after = value_text(item.before), value_text(item.after)
    if len(before) + len(after) > style.width:
        return [before, f"→ {after}"]
    return [f"{before} → {after}"]


def _members(value: tuple[str, ...]) -> list[str]:
    return [quoted(name) for name in value]


def value_text(value: Value) -> str:
    if value is None:
        return "(unset)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return quoted(value)


def quoted(text: str) -> str:
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    more = "" if cut is text else f" ({len(text)} characters)"
    return '"' + shown(cut).replace('"', '\\"') + '"' + more
