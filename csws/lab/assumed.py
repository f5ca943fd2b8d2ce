"""What csws assumes about HubSpot and cannot look up, as other ways to judge a record: by hours in place of calendar
days, and rules about what a value is not where there is no value (docs/assumptions.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from csws.kinds.health_scores.conditions import DAYS
from csws.kinds.health_scores.score import Comparison, EventTest, Group, PropertyTest, Rule, Score
from csws.lab.scoring.engine import Engine

NEGATIVE = (Comparison.IS_NOT, Comparison.IS_NONE_OF)
Test = PropertyTest | EventTest


def by_hours(score: Score) -> Score:
    """The score if N days were N × 24 hours and everything happened as early in its day as it can: what is exactly N
    days ago, or ahead, is then beyond N days."""
    return replace(score, groups=tuple(_group_by_hours(group) for group in score.groups))


def _group_by_hours(group: Group) -> Group:
    rules = (Rule(tests=tuple(map(_test_by_hours, rule.tests)), points=rule.points) for rule in group.rules)
    return replace(group, rules=tuple(rules))


def _test_by_hours(test: Test) -> Test:
    if isinstance(test, EventTest):
        return replace(test, within_days=test.within_days - 1)
    if test.comparison in DAYS and isinstance(test.operands[0], Decimal):
        return replace(test, operands=(test.operands[0] - 1,))
    return test


def depends_on_days(score: Score) -> bool:
    """Whether a rule counts days."""
    return by_hours(score) != score


class NoValue:
    """Facts as they would be if `is_not` and `is_none_of` held where there is no value."""

    def __init__(self, engine: Engine, score: int = 0) -> None:
        self._bits = list(_negative_bits(engine, score))

    def other(self, facts: int) -> int:
        """The same facts where nothing depends on it."""
        for empty, bits in self._bits:
            facts |= bits if facts & empty else 0
        return facts


def _negative_bits(engine: Engine, score: int) -> Iterator[tuple[int, int]]:
    """The bit that says that a property has no value, with those of the comparisons that would hold then."""
    asked = engine.facts.asked[score]
    for of, tests in asked.tests.items():
        negative = [
            bit for test, bit in tests.items() if isinstance(test, PropertyTest) and test.comparison in NEGATIVE
        ]
        if of[0] == "property" and negative:
            yield engine.facts.empty[of[1]], sum(negative) << asked.shifts[of]
