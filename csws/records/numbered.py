"""Ids in the order in which they first came, as numbers from 0. Knows no file."""

from __future__ import annotations

from array import array

from csws.records.seen import key_of

_FULL = 2, 3  # of the slots


class Numbered:
    """A table with open addressing: 12 bytes for a slot, and no text. Keys are those of `seen.py`."""

    def __init__(self) -> None:
        self._count = 0
        self._make(1 << 10)

    def __len__(self) -> int:
        return self._count

    def number(self, text: str) -> int:
        """The number of an id, a new one for a new id."""
        key = key_of(text)
        at = self._slot(key)
        if not self._keys[at]:
            if self._count * _FULL[1] >= len(self._keys) * _FULL[0]:
                self._grow()
                at = self._slot(key)
            self._keys[at], self._numbers[at] = key, self._count
            self._count += 1
        return self._numbers[at]

    def find(self, text: str) -> int | None:
        """The number of an id that has one."""
        at = self._slot(key_of(text))
        return self._numbers[at] if self._keys[at] else None

    def _slot(self, key: int) -> int:
        keys, mask = self._keys, self._mask
        at = (key * 0x9E3779B1 >> 12) & mask
        while (found := keys[at]) and found != key:
            at = (at + 1) & mask
        return at

    def _make(self, slots: int) -> None:
        self._mask = slots - 1
        self._keys = array("Q", bytes(8)) * slots
        self._numbers = array("I", bytes(4)) * slots

    def _grow(self) -> None:
        keys, numbers = self._keys, self._numbers
        self._make(2 * len(keys))
        for key, number in zip(keys, numbers, strict=True):
            if key:
                at = self._slot(key)
                self._keys[at], self._numbers[at] = key, number
