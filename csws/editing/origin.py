"""Where the value at a place comes from, and what else takes its value from there. Knows no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from csws.editing.project import Checkup, tree_of
from csws.editing.where import unquoted, where_at
from csws.load.lines import line_and_column
from csws.load.node import Node, members
from csws.model.frozen import frozen
from csws.model.place import Path, Span
from csws.workflow.account.check import CheckedAccount

_SHARED, _SHARING = "defaults", "workspaces"


class Origin(Enum):
    """`OWN`: in the block itself. `DEFAULTS`: shared by the workspaces. `OVERLAY`: the account's own difference."""

    OWN = "own"
    DEFAULTS = "defaults"
    OVERLAY = "overlay"


@frozen
class Use:
    """A setting that has its value from a place: of which account, at which path."""

    account: str
    path: Path


@frozen
class Spot:
    """What stands at a place of a file: the path in the file, and whether it is the key that is meant."""

    path: Path
    on_key: bool
    span: Span
    value: Node


def spot_at(text: str, file: str, line: int, column: int) -> Spot | None:
    """The innermost value or key that the place is on; None on blank ground, or while the text cannot be read."""
    tree = tree_of(text, file)
    return _spot(tree, (), line, column) if tree is not None else None


def spot_while_broken(text: str, file: str, index: int, good: Node) -> Spot | None:
    """The same by indentation while the text cannot be read; `good` is the file as it last could."""
    rest = _REST_OF_WORD.match(text, index)
    end = rest.end() if rest is not None else index
    where = where_at(text, end)
    path = (*where.path, unquoted(text[where.start : end].strip())) if where.is_key else where.path
    value = good.at(path)
    if where.is_text or value is None or not path:
        return None
    span = Span(file, *line_and_column(text, where.start), *line_and_column(text, end))
    return Spot(path=path, on_key=where.is_key, span=span, value=value)


_REST_OF_WORD = re.compile(r"[^\s:,\[\]{}#'\"]*")


def _spot(node: Node, path: Path, line: int, column: int) -> Spot | None:
    for step, inner in members(node):
        key = (node.keys or {}).get(step) if isinstance(step, str) else None
        if key is not None and _covers(key, line, column):
            return Spot(path=(*path, step), on_key=True, span=key, value=inner)
        if _covers(inner.span, line, column):
            below = _spot(inner, (*path, step), line, column)
            scalar = not isinstance(inner.value, (dict, list))
            here = Spot(path=(*path, step), on_key=False, span=inner.span, value=inner) if scalar else None
            return below or here
    return None


def _covers(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) <= (span.end_line, span.end_column)


def origin_of(account: CheckedAccount, path: Path) -> tuple[Origin, Node] | None:
    """Where an account's value at a path comes from, and the value; None where it has none."""
    found = account.loaded.tree.at(path)
    if found is None:
        return None
    shared = account.loaded.tree.at((_SHARED, *path[2:])) if path[:1] == (_SHARING,) and len(path) > 2 else None
    if shared is not None and shared.span == found.span:
        return Origin.DEFAULTS, found
    overlay = account.loaded.entry.overlay
    return Origin.OVERLAY if overlay and found.span.file == overlay else Origin.OWN, found


def uses_of(state: Checkup, path: Path, span: Span) -> Iterator[Use]:
    """Every setting that has the value at a path of a file, which has this span: by `defaults`, in several accounts, or
    because it stands there itself."""
    for account in state.accounts:
        tree = account.loaded.tree
        for there in _taking(tree, path):
            held = tree.at(there)
            if held is not None and held.span == span:
                yield Use(account=account.name, path=there)


def _taking(tree: Node, path: Path) -> Iterator[Path]:
    """The paths that may have their value from a path: under `defaults`, those of every workspace."""
    if path[:1] != (_SHARED,):
        yield path
        return
    workspaces = tree.at((_SHARING,))
    yield from ((_SHARING, key, *path[1:]) for key in (workspaces.mapping if workspaces is not None else ()))
