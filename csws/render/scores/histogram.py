"""Records by their points, one by one and in about fives. Knows no format."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from csws.kinds.health_scores.score import HIGHEST
from csws.lab.scoring.groups import Points
from csws.model.frozen import frozen

WIDTH = 5


@frozen
class Bin:
    """The records with at least `first` and at most `last` points."""

    first: int
    last: int
    records: int


def counts_of(totals: Mapping[Points, int]) -> tuple[list[int], list[int]]:
    """How many records have how many points: by the least and by the most that they can have."""
    low, high = [0] * (HIGHEST + 1), [0] * (HIGHEST + 1)
    for (least, most), number in totals.items():
        low[least] += number
        high[most] += number
    return low, high


def bins_of(counts: Sequence[int], bounds: Collection[int] = ()) -> tuple[Bin, ...]:
    """Records in fives: 0 to 4, 5 to 9, …; 100 is with the last. A bin ends before a bound, so that all of it is in one
    band."""
    starts = sorted({*range(0, HIGHEST, WIDTH), *(bound for bound in bounds if bound <= HIGHEST)})
    ends = [*(start - 1 for start in starts[1:]), HIGHEST]
    return tuple(
        Bin(first=start, last=end, records=sum(counts[start : end + 1]))
        for start, end in zip(starts, ends, strict=True)
    )
