"""What differs between two versions of a score. Knows no record."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.conditions import Tests, condition_text
from csws.kinds.health_scores.score import Group, Score
from csws.model.frozen import frozen


@frozen
class Changed:
    """A number that differs; None where there is none. Without `tests` it is the bound of a band, or a group's `max` or
    `min`, as `what` says; `group` is the group's name."""

    what: str
    before: int | None
    after: int | None
    group: str = ""
    tests: Tests = ()


def changes_of(before: Score, after: Score) -> tuple[Changed, ...]:
    """The bounds, then group by group its limits and its rules, in the order of the later version."""
    return tuple(one for one in _changes(before, after) if one.before != one.after)


def _changes(before: Score, after: Score) -> Iterator[Changed]:
    yield Changed(what="healthy", before=before.healthy, after=after.healthy)
    yield Changed(what="at_risk", before=before.at_risk, after=after.at_risk)
    had, has = ({group.key: group for group in score.groups} for score in (before, after))
    for key in dict.fromkeys((*has, *had)):
        yield from _in_group(had.get(key), has.get(key))


def _in_group(before: Group | None, after: Group | None) -> Iterator[Changed]:
    name = next((group.name or group.key for group in (after, before) if group), "")
    yield Changed(
        what="max", before=before.highest if before else None, after=after.highest if after else None, group=name
    )
    yield Changed(
        what="min", before=before.lowest if before else None, after=after.lowest if after else None, group=name
    )
    had, has = (
        {condition_text(rule.tests): rule for rule in group.rules} if group else {} for group in (before, after)
    )
    for condition in dict.fromkeys((*has, *had)):
        one, other = had.get(condition), has.get(condition)
        tests = next(rule.tests for rule in (other, one) if rule)
        yield Changed(
            what="rule",
            before=one.points if one else None,
            after=other.points if other else None,
            group=name,
            tests=tests,
        )
