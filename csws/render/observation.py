"""What differs after an observation, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csws.model.change import Action, Change
from csws.render.change_text import change_lines, field_lines
from csws.render.change_words import counted
from csws.render.style import Style, shown

_SYMBOLS = {Action.CREATE: ("+", "green"), Action.UPDATE: ("~", "yellow"), Action.DELETE: ("-", "red")}
_WHAT = {
    Action.CREATE: "which csws does not manage",
    Action.UPDATE: "which csws does not manage, was changed",
    Action.DELETE: "which csws did not manage, is gone",
}


def changes_text(changes: Sequence[Change], style: Style) -> str:
    """What differs in the objects and in managed workspaces."""
    return "".join(f"{line}\n" for change in changes for line in change_lines(change, style, past=True))


def unmanaged_text(name: str, change: Change, style: Style) -> str:
    """What differs in a workspace that csws does not manage."""
    return "".join(f"{line}\n" for line in _unmanaged(name, change, style))


def _unmanaged(name: str, change: Change, style: Style) -> Iterator[str]:
    symbol, look = _SYMBOLS[change.action]
    size = f" ({counted(len(change.fields), 'field')})" if change.action is Action.CREATE else ""
    yield ""
    yield f"  {style.paint(symbol, look, 'bold')} “{shown(name)}”, {_WHAT[change.action]}{size}"
    if change.action is Action.UPDATE:
        yield from field_lines(change, style)
