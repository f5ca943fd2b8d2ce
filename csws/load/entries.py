"""The entries below `accounts:`, of which there may be thousands: stored as bytes, and each
unpacked on use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pickle import HIGHEST_PROTOCOL, dumps, loads

from csws.load.node import Node
from csws.model.diagnostic import Span


class Entries(Mapping[str, Node]):
    """Name → entry, in the order of the file; each access unpacks the entry again. `span` is the
    place of the whole mapping."""

    __slots__ = ("_packed", "span")

    def __init__(self, packed: Mapping[str, bytes], span: Span) -> None:
        self._packed, self.span = packed, span

    @classmethod
    def of(cls, accounts: Node) -> Entries:
        keys = accounts.keys or {}
        names: list[str] = loads(dumps([*accounts.mapping]))  # the strings of the tree would keep all of it in memory
        packed = [dumps((node, keys[name]), HIGHEST_PROTOCOL) for name, node in accounts.mapping.items()]
        return cls(dict(zip(names, packed, strict=True)), accounts.span)

    def __getitem__(self, name: str) -> Node:
        return self._opened(name)[0]

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def some(self, names: Iterable[str]) -> Entries:
        """The entries with these names, which must exist."""
        return Entries({name: self._packed[name] for name in names}, self.span)

    def tree(self, name: str) -> Node:
        """The mapping as it is in the file, with only this entry."""
        entry, key = self._opened(name)
        return Node({name: entry}, self.span, {name: key})

    def _opened(self, name: str) -> tuple[Node, Span]:
        found: tuple[Node, Span] = loads(self._packed[name])
        return found
