"""One mistake, one finding: whether a finding only repeats another one, because that one left a value unread."""

from __future__ import annotations

from collections.abc import Iterable

from csws.load.node import Node, place
from csws.model.diagnostic import Diagnostic, Path


def is_echo(path: Path, leans_on: Iterable[Path], told: Iterable[Diagnostic], tree: Node) -> bool:
    """Whether what is found at a path of an account's tree, judged by others, comes from a value that was not read."""
    gaps = [found for found in told if found.unread]
    return any(
        _hides(gap, path, tree) or any(_hides(gap, other, tree) or _is_inside(gap, other, tree) for other in leans_on)
        for gap in gaps
    )


def _hides(gap: Diagnostic, path: Path, tree: Node) -> bool:
    """Whether the value at the path, or all that holds it, was not read; in `defaults` where it would come from there."""
    if _begins(path, gap.unread) and gap.misspelled and _in_defaults(gap.unread):
        return True  # what is there comes from `defaults`, and was meant to be something else
    gone = _begins(path, gap.unread) or _begins(_in_defaults(path), gap.unread)
    return gone and (tree.at(path) is None or place(tree, path) == gap.span)


def _is_inside(gap: Diagnostic, path: Path, tree: Node) -> bool:
    """Whether a part of the value at the path was not read."""
    at = next((gap.unread[len(way) :] for way in (path, _in_defaults(path)) if way and _begins(gap.unread, way)), None)
    if at is None:
        return False
    if tree.at((*path, *at)) is not None:
        return place(tree, (*path, *at)) == gap.span
    holder = tree.at((*path, *at[:-1])) if at and gap.misspelled else None
    return holder is not None and gap.span in (holder.keys or {}).values()


def _begins(path: Path, first: Path) -> bool:
    return path[: len(first)] == first


def _in_defaults(path: Path) -> Path:
    """Where `defaults` would give the value of a workspace's path."""
    return ("defaults", *path[2:]) if path[0] == "workspaces" and len(path) > 2 else ()
