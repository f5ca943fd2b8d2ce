"""Corrections by their path in the settings → the place in a file where each one starts. Reads no file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from csws.load.node import Node, place
from csws.model.fix import Act, Fix, Placed, Related, Remedy
from csws.model.place import Path


def fixes_of(remedies: Iterable[Remedy], tree: Node) -> tuple[Fix, ...]:
    """The corrections in the files that a tree was read from; says so where one changes what every
    workspace shares."""
    return tuple(
        Fix(
            title=remedy.title + (SHARED if any(is_shared(act.path, tree) for act in remedy.acts) else ""),
            acts=tuple(_placed(act, tree) for act in remedy.acts),
            certain=remedy.certain,
        )
        for remedy in remedies
    )


SHARED = " (under `defaults`, for every workspace)"


def related_of(others: Iterable[tuple[Path, str]], tree: Node) -> tuple[Related, ...]:
    return tuple(Related(place(tree, path), message) for path, message in others)


def _placed(act: Act, tree: Node) -> Placed:
    """The nearest value above the path that is there, and the path from it."""
    node, left = tree, act.path
    while left and (inner := node.at(left[:1])) is not None:
        node, left = inner, left[1:]
    return Placed(node.span, replace(act, path=left))


def is_shared(path: Path, tree: Node) -> bool:
    """Whether the value of a workspace comes from `defaults`."""
    if path[:1] != ("workspaces",) or len(path) < 3:
        return False
    found, shared = tree.at(path), tree.at(("defaults", *path[2:]))
    return found is not None and shared is not None and found.span == shared.span
