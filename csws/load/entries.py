"""The entries below `accounts:`, of which there may be thousands: more than a few are kept as bytes, and each is unpacked
on use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from csws.load.node import Node
from csws.model.diagnostic import Span

FEW = 40  # entries that stay as they are
_Entry = tuple[Node, Span]  # with the place of its key


class Entries(Mapping[str, Node]):
    """Name → entry, in the order of the file. `span` is the place of the whole mapping."""

    __slots__ = ("_held", "span")

    def __init__(self, held: Mapping[str, bytes | _Entry], span: Span) -> None:
        self._held, self.span = held, span

    @classmethod
    def of(cls, accounts: Node) -> Entries:
        keys = accounts.keys or {}
        entries = {name: (node, keys[name]) for name, node in accounts.mapping.items()}
        return cls(entries if len(entries) <= FEW else _packed(entries), accounts.span)

    def __getitem__(self, name: str) -> Node:
        return self._opened(name)[0]

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def some(self, names: Iterable[str]) -> Entries:
        """The entries with these names, which must exist."""
        return Entries({name: self._held[name] for name in names}, self.span)

    def tree(self, name: str) -> Node:
        """The mapping as it is in the file, with only this entry."""
        entry, key = self._opened(name)
        return Node({name: entry}, self.span, {name: key})

    def _opened(self, name: str) -> _Entry:
        held = self._held[name]
        if not isinstance(held, bytes):
            return held
        import pickle  # a project of few accounts does without

        found: _Entry = pickle.loads(held)
        return found


def _packed(entries: Mapping[str, _Entry]) -> dict[str, bytes]:
    import pickle

    names: list[str] = pickle.loads(pickle.dumps([*entries]))  # the strings of the tree would keep all of it in memory
    packed = [pickle.dumps(entry, pickle.HIGHEST_PROTOCOL) for entry in entries.values()]
    return dict(zip(names, packed, strict=True))
