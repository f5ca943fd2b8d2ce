"""A value as written in a file: plain data with the place of every part. Merging keeps the
places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from csws.model.diagnostic import Path, Span
from csws.model.scalars import Scalar


class Node(NamedTuple):
    """A value with its span, and for a mapping also the span of each key. `value` contains Nodes,
    never plain data in a collection."""

    value: dict[str, Node] | list[Node] | Scalar
    span: Span
    keys: dict[str, Span] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Every account's entry is pickled: this takes half the time of a named tuple's own way."""
        return Node, tuple(self)

    @property
    def mapping(self) -> dict[str, Node]:
        """The members of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        return self.value if isinstance(self.value, list) else []

    def plain(self) -> Any:
        """The plain data, without places."""
        value = self.value
        if isinstance(value, dict):
            return {key: node.plain() for key, node in value.items()}
        if isinstance(value, list):
            return [node.plain() for node in value]
        return value

    def at(self, path: Path) -> Node | None:
        node: Node | None = self
        for part in path:
            if node is None:
                return None
            if isinstance(part, int):
                node = node.items[part] if part < len(node.items) else None
            else:
                node = node.mapping.get(part)
        return node


def members(node: Node) -> Iterator[tuple[str | int, Node]]:
    """What a collection contains, each with its key or index."""
    yield from node.mapping.items()
    yield from enumerate(node.items)


def moved_to(node: Node, span: Span) -> Node:
    """The value that an alias repeats, with every part placed at the alias, because that is where
    it takes effect."""
    value = node.value
    here = span._replace(anchored=node.span.anchored or node.span)
    if isinstance(value, list):
        return Node([moved_to(item, span) for item in value], here)
    if not isinstance(value, dict):
        return Node(value, here)
    keys = {key: span._replace(anchored=at.anchored or at) for key, at in (node.keys or {}).items()}
    return Node({key: moved_to(member, span) for key, member in value.items()}, here, keys)


def place(root: Node, path: Path, *, key: bool = False) -> Span:
    """The span of the value at `path`, or of its key.

    If the path does not exist, the span of the key of the nearest mapping that does, because that
    is where it would be added.
    """
    first = root.span
    node, span = root, Span(first.file, first.line, first.column, first.line, first.column)
    for depth, part in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(part, int):
            if part >= len(node.items):
                return span
            node = node.items[part]
            span = node.span
            continue
        child = node.mapping.get(part)
        if child is None or node.keys is None:
            return span
        scalar = not isinstance(child.value, (dict, list))
        span = child.span if last and not key and (scalar or isinstance(child.value, list)) else node.keys[part]
        node = child
    return span
