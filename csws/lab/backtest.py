"""A score held against what really happened: who was lost, and what the score said of them before. Reads no
file; `statistics` has the formulas.

Records come as of a day (`as_of`), and outcomes say on which day a record was lost.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from csws.kinds.health_scores.bands import Band, totals_in
from csws.kinds.health_scores.score import Score
from csws.lab.ids import Ids
from csws.lab.statistics import (
    Best,
    Estimate,
    Flagged,
    Histogram,
    auc,
    best_bound,
    caught_for_work,
    difference,
    proportion,
)
from csws.model.frozen import frozen

FEWEST = 20  # lost, and kept: fewer allow no conclusion
WITHIN = 365  # days
DECILES = 10


class Fate(Enum):
    """What became of a record after the day that it is as of."""

    LOST = "lost"
    KEPT = "kept"
    LEFT_OUT = "left_out"  # lost before, or on that day: its points cannot have said it beforehand


class Sign(Enum):
    """Whether records for which a rule fires were lost as its points suggest: less often where it adds
    points, more often where it takes some away."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"  # the interval of the difference contains 0, or a side has no record


@frozen
class Share:
    """Of how many records how many were lost, and at what rate. The rate is None of no record."""

    records: int
    lost: int
    rate: Estimate | None


@frozen
class BandShare:
    """`lift` is the band's rate as a multiple of the rate of all; None where one of the two is none, or nothing
    was lost."""

    share: Share
    lift: float | None


@frozen
class Decile:
    """A tenth of the records, by points and then by id; number 1 has the fewest points. `low` and `high` are
    points, None of a decile without a record."""

    number: int
    share: Share
    low: int | None
    high: int | None


@frozen
class RuleShare:
    """How records were lost where a rule fires and where it does not. `difference` is the first rate less the second."""

    fired: Share
    silent: Share
    difference: Estimate | None
    sign: Sign


@frozen
class Findings:
    """What a backtest says of the points. `concluded` is False where too few were lost or kept for the figures to mean
    much."""

    lost: int
    kept: int
    base: Estimate | None
    auc: Estimate | None
    best: Best | None
    bands: Mapping[Band, BandShare]
    flagged: tuple[Flagged, ...]
    concluded: bool


def fate_of(lost_on: date | None, as_of: date, within: int = WITHIN) -> Fate:
    """A record is lost if that happened after `as_of`, at most `within` days later; lost later still, it counts as
    kept."""
    if lost_on is None:
        return Fate.KEPT
    if lost_on <= as_of:
        return Fate.LEFT_OUT
    return Fate.LOST if lost_on - as_of <= timedelta(days=within) else Fate.KEPT


def findings_of(score: Score, lost: Histogram, kept: Histogram) -> Findings:
    """What the points of the lost and of the kept say. Only of a score that `has_bounds`."""
    number, others = sum(lost), sum(kept)
    return Findings(
        lost=number,
        kept=others,
        base=proportion(number, number + others),
        auc=auc(lost, kept),
        best=best_bound(lost, kept),
        bands={band: _band(totals_in(score, band), lost, kept) for band in Band},
        flagged=caught_for_work(lost, kept),
        concluded=number >= FEWEST and others >= FEWEST,
    )


def _band(totals: range, lost: Histogram, kept: Histogram) -> BandShare:
    ours = sum(lost[total] for total in totals)
    share = share_of(ours, ours + sum(kept[total] for total in totals))
    number, everyone = sum(lost), sum(lost) + sum(kept)
    lift = share.rate.value * everyone / number if share.rate and number else None
    return BandShare(share=share, lift=lift)


def share_of(lost: int, records: int) -> Share:
    """A share with its rate and the rate's interval."""
    return Share(records=records, lost=lost, rate=proportion(lost, records))


def rule_share(points: int, fired: tuple[int, int], silent: tuple[int, int]) -> RuleShare:
    """A rule with these points; of the records for which it fires, and of the others, first how many were lost, then
    how many there are."""
    between = difference(*fired, *silent)
    return RuleShare(fired=share_of(*fired), silent=share_of(*silent), difference=between, sign=_sign(points, between))


def _sign(points: int, between: Estimate | None) -> Sign:
    if between is None or between.low is None or between.high is None or between.low <= 0 <= between.high:
        return Sign.UNCLEAR
    return Sign.AGREES if (between.value < 0) == (points > 0) else Sign.CONTRADICTS


def deciles(ids: Sequence[Ids], lost: Container[str]) -> tuple[Decile, ...]:
    """Ten parts of equal size, as far as that goes: of N records, part n ends before record n × N ÷ 10, rounded down.

    `ids` has the ids of the records with 0 points, with 1 point, and so on. Where equal points lie in two deciles, the
    first ids are in the first.
    """
    number = sum(map(len, ids))
    ranked = ((points, one) for points, held in enumerate(ids) for one in held)
    ends = [place * number // DECILES for place in range(DECILES + 1)]
    return tuple(
        _decile(place, [next(ranked) for _ in range(start, end)], lost)
        for place, (start, end) in enumerate(pairwise(ends), 1)
    )


def _decile(number: int, held: list[tuple[int, str]], lost: Container[str]) -> Decile:
    gone = sum(one in lost for _, one in held)
    low, high = (held[0][0], held[-1][0]) if held else (None, None)
    return Decile(number=number, share=share_of(gone, len(held)), low=low, high=high)
