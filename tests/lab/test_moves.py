"""Which group, or whether the bounds, caused a record to change band."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csws.kinds.health_scores.bands import Band
from csws.lab.moves import Move, Side, move_of
from tests.lab.test_backtest import SCORE

STRICTER = replace(SCORE, healthy=75)


def side(score=SCORE, **groups):
    return Side(score=score, total=max(0, min(100, sum(groups.values()))), groups=groups)


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (side(a=40, b=30), side(a=40, b=0), Move(Band.HEALTHY, Band.NEUTRAL, "groups.b")),
        (side(a=40, b=0), side(a=40, b=30), Move(Band.NEUTRAL, Band.HEALTHY, "groups.b")),
        (side(a=40, b=30), side(STRICTER, a=40, b=30), Move(Band.HEALTHY, Band.NEUTRAL, "bands")),
        # Points that go both ways: the group that goes the way of the total, even if the other one changes more.
        (side(a=60, b=-10, c=0), side(a=10, b=50, c=-25), Move(Band.NEUTRAL, Band.AT_RISK, "groups.a")),
        (side(a=10, b=20), side(a=50, b=-5), Move(Band.AT_RISK, Band.NEUTRAL, "groups.a")),
        # The points would have been enough, with the bounds as they were.
        (side(a=72), side(STRICTER, a=60), Move(Band.HEALTHY, Band.NEUTRAL, "groups.a")),
        # The points change too, but the new bound alone is enough and they are not.
        (side(a=72), side(STRICTER, a=71), Move(Band.HEALTHY, Band.NEUTRAL, "bands")),
        # It takes both.
        (side(a=80), side(STRICTER, a=72), Move(Band.HEALTHY, Band.NEUTRAL, "groups.a")),
        # A group that is new, and one that is gone.
        (side(a=30), side(a=30, b=20), Move(Band.AT_RISK, Band.NEUTRAL, "groups.b")),
        (side(a=30, b=20), side(a=30), Move(Band.NEUTRAL, Band.AT_RISK, "groups.b")),
        (side(a=40), side(a=69), None),
        (side(a=72), side(STRICTER, a=80), None),
    ],
)
def test_a_move_has_one_cause(before, after, move):
    assert move_of(before, after) == move


@pytest.mark.parametrize(
    ("start", "end", "is_worse"),
    [(Band.HEALTHY, Band.AT_RISK, True), (Band.NEUTRAL, Band.AT_RISK, True), (Band.AT_RISK, Band.NEUTRAL, False)],
)
def test_a_move_is_worse_towards_at_risk(start, end, is_worse):
    assert Move(start, end, "bands").is_worse is is_worse
