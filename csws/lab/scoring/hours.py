"""A score as it is if days are counted as 24 hours each, at worst. Knows no record.

What happened N calendar days ago may be more than N×24 hours ago, and what will be in N days, more than N×24 hours
ahead. Records whose band differs under this score depend on how HubSpot counts (DOMAIN §1).
"""

from __future__ import annotations

from dataclasses import replace

from csws.kinds.health_scores.conditions import DAYS
from csws.kinds.health_scores.score import EventTest, Operand, PropertyTest, Score


def by_hours(score: Score) -> Score:
    """The score with every number of days one less."""
    return replace(
        score,
        groups=tuple(
            replace(group, rules=tuple(replace(rule, tests=tuple(map(_shorter, rule.tests))) for rule in group.rules))
            for group in score.groups
        ),
    )


def _shorter(test: PropertyTest | EventTest) -> PropertyTest | EventTest:
    if isinstance(test, EventTest):
        where = tuple(one for each in test.where if isinstance(one := _shorter(each), PropertyTest))
        return replace(test, within_days=test.within_days - 1, where=where)
    return replace(test, operands=tuple(map(_one_less, test.operands))) if test.comparison in DAYS else test


def _one_less(days: Operand) -> Operand:
    return days if isinstance(days, str) else days - 1
