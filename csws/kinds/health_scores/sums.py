"""Sets of whole numbers that lie close together, as the bits of one integer: adding a number to all of
them is one shift."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.work import WORD, Work
from csws.model.frozen import frozen


@frozen(kw_only=False)
class Sums:
    """Bit n of `bits` says whether `low + n` is in the set."""

    low: int
    bits: int

    def __iter__(self) -> Iterator[int]:
        bits, at = self.bits, self.low
        while bits:
            gap = (bits & -bits).bit_length() - 1
            yield at + gap
            bits >>= gap + 1
            at += gap + 1

    def any_within(self, low: int, high: int) -> bool:
        """Whether one of them is at least `low` and less than `high`."""
        first, end = max(low - self.low, 0), high - self.low
        return first < end and bool((self.bits >> first) & ((1 << min(end - first, self.bits.bit_length())) - 1))

    @property
    def highest(self) -> int:
        """Only of a set that is not empty."""
        return self.low + self.bits.bit_length() - 1

    def held(self, low: int, high: int) -> Sums:
        """With `low` in place of all that are less, and `high` in place of all that are more."""
        if low <= self.low and self.highest <= high:
            return self
        start, bits = self.low, self.bits
        if start < low:
            cut = min(low - start, bits.bit_length())
            below = bits & ((1 << cut) - 1)
            start, bits = low, (bits >> cut) | bool(below)
        if start > high:
            return Sums(high, 1)
        top = high - start
        over = bits >> top
        return Sums(start, (bits & ((1 << top) - 1)) | 1 << top) if over else Sums(start, bits)


NOTHING = Sums(0, 1)  # the set of 0


def added(one: Sums, other: Sums, work: Work) -> Sums:
    """Every sum of a number of one and a number of the other."""
    if one.bits.bit_count() > other.bits.bit_count():
        one, other = other, one
    if one.bits == 1:
        return Sums(one.low + other.low, other.bits)
    work.count(one.bits.bit_count() * (1 + (one.bits.bit_length() + other.bits.bit_length()) // WORD))
    bits, left, wide = 0, one.bits, other.bits
    while left:
        lowest = left & -left
        bits |= wide << (lowest.bit_length() - 1)
        left ^= lowest
    return Sums(one.low + other.low, bits)


def united(one: Sums | None, other: Sums, work: Work) -> Sums:
    """Every number of both."""
    if one is None or one == other:
        return other
    low = min(one.low, other.low)
    work.count(1 + (max(one.highest, other.highest) - low) // WORD)
    return Sums(low, one.bits << (one.low - low) | other.bits << (other.low - low))
