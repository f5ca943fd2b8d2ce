"""The statistics of a backtest, from counts. Knows no record, no file and no score.

Points are whole numbers from 0 to 100, so a class of records is a `Histogram`: how many of them
have 0 points, 1 point, and so on. Every figure below is exact for any number of records; sums are
whole numbers, and only the last step divides.

Sources, by the numbers that the docstrings cite:

[1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (1927); as method 3 in [3].
[2] E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, "Comparing the areas under two or more
    correlated receiver operating characteristic curves", Biometrics 44 (1988).
[3] R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven
    methods", Statistics in Medicine 17 (1998), 857-872.
[4] R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890.
[5] W. J. Youden, "Index for rating diagnostic tests", Cancer 3 (1950).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import sqrt

from csws.kinds.health_scores.score import HIGHEST
from csws.model.frozen import frozen

Z = 1.959964  # of a 95 % interval
Histogram = Sequence[int]  # HIGHEST + 1 counts; the index is the number of points


@frozen
class Estimate:
    """A figure with the ends of its 95 % interval. The ends are None where too few records give one."""

    value: float
    low: float | None
    high: float | None


@frozen
class Best:
    """The whole bound that separates best: points below it are flagged. `youden` is the share of
    the lost that it flags less the share of the kept that it flags."""

    bound: int
    youden: float


@frozen
class Flagged:
    """What a bound costs and gives: `work` is the share of all records that lie below it, `caught` the share
    of the lost."""

    bound: int
    records: int
    lost: int
    work: float
    caught: float


def histogram(points: Sequence[int]) -> list[int]:
    """How many of these points there are of each number."""
    counts = [0] * (HIGHEST + 1)
    for one in points:
        counts[one] += 1
    return counts


def proportion(hits: int, number: int) -> Estimate | None:
    """A share with Wilson's interval [1], without a correction for continuity. None of nothing."""
    if not number:
        return None
    share, square = hits / number, Z * Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    reach = Z * sqrt(share * (1 - share) / number + square / (4 * number * number)) / (1 + square / number)
    low = 0.0 if hits == 0 else max(0.0, middle - reach)
    high = 1.0 if hits == number else min(1.0, middle + reach)
    return Estimate(value=share, low=low, high=high)


def difference(hits: int, number: int, other_hits: int, other_number: int) -> Estimate | None:
    """The first share less the other, with the interval that two of Wilson's give together [4, method 10].
    None where one of the two is a share of nothing."""
    one, other = proportion(hits, number), proportion(other_hits, other_number)
    if one is None or other is None:
        return None
    value = one.value - other.value
    below = sqrt(_square(one.value, one.low) + _square(other.value, other.high))
    above = sqrt(_square(one.value, one.high) + _square(other.value, other.low))
    return Estimate(value=value, low=value - below, high=value + above)


def _square(value: float, end: float | None) -> float:
    return (value - (value if end is None else end)) ** 2


def auc(lost: Histogram, kept: Histogram) -> Estimate | None:
    """In what share of the pairs of a lost and a kept record the lost one has fewer points; equal points
    count half. With DeLong's interval [2], held within 0 and 1. No interval where a class has only one
    record; None where one has none."""
    number, others = sum(lost), sum(kept)
    if not number or not others:
        return None
    above, below = _placements(kept, is_above=True), _placements(lost, is_above=False)
    value = sum(map(_product, lost, above)) / (2 * number * others)
    if number == 1 or others == 1:
        return Estimate(value=value, low=None, high=None)
    variance = _variance(lost, above) / (4 * others**2) / number + _variance(kept, below) / (4 * number**2) / others
    reach = Z * sqrt(variance)
    return Estimate(value=value, low=max(0.0, value - reach), high=min(1.0, value + reach))


def _placements(counts: Histogram, *, is_above: bool) -> list[int]:
    """For each number of points, twice how many have more (or fewer) points, and once how many have as
    many."""
    up_to = list(accumulate(counts))
    if is_above:
        return [2 * (up_to[-1] - sofar) + equal for sofar, equal in zip(up_to, counts, strict=True)]
    return [2 * (sofar - equal) + equal for sofar, equal in zip(up_to, counts, strict=True)]


def _variance(counts: Histogram, values: Sequence[int]) -> float:
    """The sample variance of `values`, each as often as its count."""
    number = sum(counts)
    total = sum(map(_product, counts, values))
    squares = sum(count * value * value for count, value in zip(counts, values, strict=True))
    return (number * squares - total * total) / (number * (number - 1))


def _product(one: int, other: int) -> int:
    return one * other


def best_bound(lost: Histogram, kept: Histogram) -> Best | None:
    """The bound of 0 to 100 with the greatest J of Youden's [5], and of several the smallest. None where a
    class is empty."""
    number, others = sum(lost), sum(kept)
    if not number or not others:
        return None
    flagged = zip(_below(lost), _below(kept), strict=True)
    products = [caught * others - wrong * number for caught, wrong in flagged]
    bound = products.index(max(products))
    return Best(bound=bound, youden=products[bound] / (number * others))


def caught_for_work(lost: Histogram, kept: Histogram) -> tuple[Flagged, ...]:
    """For each bound of 0 to 100, how many records lie below it, and how many of the lost. Empty where
    nothing was lost."""
    number, everyone = sum(lost), sum(lost) + sum(kept)
    if not number:
        return ()
    return tuple(
        Flagged(
            bound=bound,
            records=caught + other,
            lost=caught,
            work=(caught + other) / everyone,
            caught=caught / number,
        )
        for bound, (caught, other) in enumerate(zip(_below(lost), _below(kept), strict=True))
    )


def _below(counts: Histogram) -> list[int]:
    """For each bound, how many have fewer points."""
    return [0, *accumulate(counts)][: len(counts)]
