"""Corrections of findings as edits of a draft, so that a form can offer them as buttons."""

from __future__ import annotations

from typing import Any

from csws.editing.draft import ACCEPT, Edit, address_at
from csws.editing.project import Checkup
from csws.load.fixing import path_at
from csws.load.lines import index_at
from csws.load.node import Node
from csws.model.fix import Append, Drop, Fix, Placed, Quote, Respell, Write
from csws.model.frozen import frozen
from csws.model.place import Path


@frozen
class WayOut:
    """A correction: its title, and the edits that make it."""

    title: str
    edits: tuple[Edit, ...]

    @property
    def wants_reason(self) -> bool:
        """Whether it accepts a warning: the last entry's reason is still empty."""
        return any(edit.address == ACCEPT for edit in self.edits)


def ways_out(state: Checkup, fixes: tuple[Fix, ...]) -> tuple[WayOut, ...]:
    """The corrections that edits can express: none that renames a key, or that changes something else than settings."""
    found = ((fix, [_edit(state, placed) for placed in fix.acts]) for fix in fixes)
    return tuple(
        WayOut(title=fix.title, edits=tuple(edit for edit in edits if edit is not None))
        for fix, edits in found
        if edits and all(edits)
    )


def _edit(state: Checkup, placed: Placed) -> Edit | None:
    file = placed.at.file
    root = state.tree(file)
    above = path_at(root, placed.at) if root is not None else None
    if root is None or above is None or isinstance(placed.act, Respell):
        return None
    path = (*above, *placed.act.path)
    account = next((item.name for item in state.accounts if item.loaded.entry.overlay == file), None)
    return _of(root, path, placed, state.text(file), account if state.opened.shared else None)


def _of(root: Node, path: Path, placed: Placed, text: str, account: str | None) -> Edit | None:
    at = next((index for index, step in enumerate(path) if isinstance(step, int)), len(path))
    whole, inner = path[:at], path[at:]  # a list is one value
    value: Any
    match placed.act:
        case Write(value=written):
            value = written
        case Quote():
            span = placed.at
            value = text[index_at(text, span.line, span.column) : index_at(text, span.end_line, span.end_column)]
        case Append(value=added):
            there = root.at(path)
            value = [*(item.plain() for item in there.items), added] if there is not None else [added]
        case Drop():
            return _dropped(root, whole, inner, account)
        case _:
            return None
    if inner:
        value = _replaced(root, whole, inner, value)
    return None if value is None and inner else _placed(whole, account, value)


def _dropped(root: Node, whole: Path, inner: Path, account: str | None) -> Edit | None:
    if not inner:
        return _placed(whole, account, None, removes=True)
    held = root.at(whole)
    if held is None or len(inner) != 1:
        return None
    return _placed(whole, account, [item.plain() for at, item in enumerate(held.items) if at != inner[0]])


def _replaced(root: Node, whole: Path, inner: Path, value: Any) -> Any:
    """The list with another item; None where what changes is deeper."""
    held = root.at(whole)
    if held is None or len(inner) != 1:
        return None
    return [value if at == inner[0] else item.plain() for at, item in enumerate(held.items)]


def _placed(path: Path, account: str | None, value: Any, *, removes: bool = False) -> Edit | None:
    found = address_at(path)
    if found is None or (not found[1] and found[0] != ACCEPT):
        return None
    address, rest = found
    return Edit(address=address, path=".".join(map(str, rest)), value=value, removes=removes, account=account)
