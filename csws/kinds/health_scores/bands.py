"""The three bands of a score, and which one a total lies in."""

from __future__ import annotations

from enum import Enum

from csws.kinds.health_scores.score import HIGHEST, Group, Score


class Band(Enum):
    """From the worst to the best; the value is the word in documents."""

    AT_RISK = "at_risk"
    NEUTRAL = "neutral"
    HEALTHY = "healthy"


SHOWN = {Band.AT_RISK: "at risk", Band.NEUTRAL: "neutral", Band.HEALTHY: "healthy"}


def held(value: int, low: int, high: int) -> int:
    """The value, or the bound that it is beyond."""
    return max(low, min(high, value))


def total_of(score: Score, sums: dict[str, int]) -> int:
    """The total of a record, from the sum of the points in each group, by the group's key."""
    return held(sum(group_points(group, sums.get(group.key, 0)) for group in score.groups), 0, HIGHEST)


def group_points(group: Group, points: int) -> int:
    """What a group gives: its rules' points, within its bounds."""
    return held(points, group.lowest, group.highest)


def has_bounds(score: Score) -> bool:
    """Whether both bounds are there and make sense (CSW711); nothing is said of bands otherwise."""
    return score.at_risk is not None and score.healthy is not None and 0 <= score.at_risk < score.healthy <= HIGHEST


def totals_in(score: Score, band: Band) -> range:
    """The totals that lie in a band (assumed: a bound belongs to the band above it, DOMAIN §1). Only where
    `has_bounds`."""
    at_risk, healthy = score.at_risk or 0, score.healthy or 0
    return {
        Band.AT_RISK: range(at_risk),
        Band.NEUTRAL: range(at_risk, healthy),
        Band.HEALTHY: range(healthy, HIGHEST + 1),
    }[band]


def band_of(score: Score, total: int) -> Band:
    """The band of a total. Only where `has_bounds`."""
    return next(band for band in Band if total in totals_in(score, band))
