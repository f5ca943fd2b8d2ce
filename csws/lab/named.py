"""The few records that a result names: by their id, and by their name only where somebody asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heapreplace
from typing import Any, Generic, TypeVar

from csws.kinds.health_scores.bands import Band
from csws.lab.scoring.groups import Points
from csws.model.frozen import frozen

T = TypeVar("T")

# The properties that contain a record's name (HubSpot's default properties).
NAMES = {"companies": ("name",), "contacts": ("firstname", "lastname")}
_OTHER = ("name",)


@frozen
class Named:
    """A record with its points, the least and the most; `name` is "" if nobody asked for it."""

    id: str
    name: str
    points: Points
    band: Band | None


def name_columns(object_name: str) -> tuple[str, ...]:
    """The properties that contain the name of a record of this object."""
    return NAMES.get(object_name, _OTHER)


def name_of(cells: Iterable[str]) -> str:
    return " ".join(filter(None, map(str.strip, cells)))


class Smallest(Generic[T]):
    """The first few of any number of values, by their keys; values with the same key must not occur."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[_Turned, T]] = []

    def takes(self, key: Any) -> bool:
        """Whether a value with this key would be one of them."""
        return len(self._heap) < self._most or (self._most > 0 and key < self._heap[0][0].key)

    def add(self, key: Any, value: T) -> None:
        if len(self._heap) < self._most:
            self._heap.append((_Turned(key), value))
            heapify(self._heap)
        elif self.takes(key):
            heapreplace(self._heap, (_Turned(key), value))

    def found(self) -> tuple[T, ...]:
        return tuple(value for _, value in sorted(self._heap, key=lambda pair: pair[0].key))


class _Turned:
    """The greatest key comes first."""

    __slots__ = ("key",)

    def __init__(self, key: Any) -> None:
        self.key = key

    def __lt__(self, other: _Turned) -> bool:
        return bool(other.key < self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Turned) and self.key == other.key

    __hash__ = None  # type: ignore[assignment]
