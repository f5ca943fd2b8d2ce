"""The ids of records, and how they are sorted: numbers by their size, then every other one as text."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

_DIGITS = 18  # of a number that 64 bits can hold


def is_number(one: str) -> bool:
    """Whether an id is written as a number, in the one way that there is."""
    return len(one) <= _DIGITS and one.isascii() and one.isdecimal() and (one[0] != "0" or one == "0")


def id_order(one: str) -> tuple[bool, int, str]:
    """The key by which ids are sorted."""
    return (False, int(one), "") if is_number(one) else (True, 0, one)


class Ids:
    """Ids in their order. A number takes 8 bytes, as HubSpot's ids are."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._texts: list[str] = []

    def add(self, one: str) -> None:
        if is_number(one):
            self._numbers.append(int(one))
        else:
            self._texts.append(one)

    def __len__(self) -> int:
        return len(self._numbers) + len(self._texts)

    def __iter__(self) -> Iterator[str]:
        yield from map(str, sorted(self._numbers))
        yield from sorted(self._texts)
