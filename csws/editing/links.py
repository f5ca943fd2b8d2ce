"""Where something is said that a place only refers to, and where else a place is meant. Knows no text but the
project's own files."""

from __future__ import annotations

import json
from collections.abc import Iterator

from csws.editing.origin import Spot, uses_of
from csws.editing.project import Checkup
from csws.load.lines import line_and_column
from csws.load.node import Node, members, place
from csws.model.place import Path, Span
from csws.workflow.account.check import CheckedAccount


def definitions(state: Checkup, file: str, spot: Spot) -> list[Span]:
    """For a difference of an overlay, the shared value; for a workspace's own value, the one in `defaults`; for a name
    or key of something else, where that is: its block, or its line in the catalogue."""
    found = [*_below(state, file, spot.path), *_blocks(state, spot)]
    if not found and isinstance(spot.value.value, str) and not spot.on_key:
        found = [at for account in state.reading(file) for at in _in_catalog(state, account, spot.value.value)]
    return list(dict.fromkeys(found))


def references(state: Checkup, file: str, spot: Spot) -> list[Span]:
    """Where a value is used or said otherwise: by every workspace that takes it from `defaults`, in overlays, and
    where a key is named."""
    found = [*_keys_named(state, spot), *_above(state, file, spot.path)]
    for use in uses_of(state, spot.path, spot.value.span):
        tree = next(account.loaded.tree for account in state.accounts if account.name == use.account)
        block = tree.at(use.path[:2])
        found += [place(tree, use.path[:2], key=True)] if block is not None and use.path != spot.path else []
    return list(dict.fromkeys(found))


def _below(state: Checkup, file: str, path: Path) -> Iterator[Span]:
    """What a value replaces."""
    shared = ("defaults", *path[2:]) if path[:1] == ("workspaces",) and len(path) > 2 else None
    of_overlay = state.roles.get(file) == "overlay"
    for name, tree in state.with_settings():
        if of_overlay and state.roles[name] != "overlay" and tree.at(path):
            yield place(tree, path, key=True)
        if shared is not None and tree.at(shared) and (state.roles[name] != "overlay" or name == file):
            yield place(tree, shared, key=True)


def _above(state: Checkup, file: str, path: Path) -> Iterator[Span]:
    """What replaces a value: in overlays, and in workspaces where it stands in `defaults`."""
    for name, tree in state.with_settings():
        if state.roles[name] == "overlay" and name != file and tree.at(path):
            yield place(tree, path, key=True)
        held = tree.at(("workspaces",)) if path[:1] == ("defaults",) and len(path) > 1 else None
        for key in held.mapping if held is not None else ():
            if tree.at(("workspaces", key, *path[1:])):
                yield place(tree, ("workspaces", key, *path[1:]), key=True)


def _blocks(state: Checkup, spot: Spot) -> Iterator[Span]:
    """The block of a key that `renamed_from`, `removed` or `accept` names."""
    word = spot.value.value
    if spot.on_key or not isinstance(word, str) or not is_naming(spot.path):
        return
    for account in state.accounts:
        for section in ("workspaces", "health_scores"):
            for key in word.split("."):
                if account.loaded.tree.at((section, key)):
                    yield place(account.loaded.tree, (section, key), key=True)


def is_naming(path: Path) -> bool:
    """Whether a value names a key: in `renamed_from`, `removed` or the address of an accepted warning."""
    return (
        path[-1:] == ("renamed_from",)
        or path[:1] == ("removed",)
        or (path[:1], path[-1:]) == (("accept",), ("address",))
    )


def _keys_named(state: Checkup, spot: Spot) -> Iterator[Span]:
    """Where a block's key is named."""
    if not spot.on_key or len(spot.path) != 2:
        return
    key = str(spot.path[1])
    for _, tree in state.with_settings():
        for path, node in _texts(tree, ()):
            if is_naming(path) and key in str(node.value).split("."):
                yield node.span


def _texts(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    for step, inner in members(node):
        yield from _texts(inner, (*path, step))
    if isinstance(node.value, str):
        yield path, node


def _in_catalog(state: Checkup, account: CheckedAccount, word: str) -> Iterator[Span]:
    """The first place where the catalogue has this text as a value."""
    file, text = account.loaded.entry.catalog, account.loaded.catalog_text
    for spelled in dict.fromkeys((json.dumps(word, ensure_ascii=False), json.dumps(word))):
        at = text.find(spelled) if account.catalog is not None else -1
        if at >= 0:
            line, column = line_and_column(text, at)
            yield Span(file, line, column, line, column + len(spelled))
            return
