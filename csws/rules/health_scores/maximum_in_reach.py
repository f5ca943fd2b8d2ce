"""CSW715: each group with positive points can reach its maximum."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.judged import judged, unjudged

RULE = Rule(
    code="CSW715",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="each group with positive points can reach its maximum",
    reason="A maximum that no record reaches makes the score lower than it looks.",
    source="csws: what follows from the rules of the score",
    hint="Lower `max` to what the group can reach, or add points.",
    bad="max: 60\nrules: [{property: n, at_least: 5, points: 35}]",
    good="max: 35\nrules: [{property: n, at_least: 5, points: 35}]",
)


def check(subject: Subject) -> Iterator[Finding]:
    yield from unjudged(subject, RULE.code)
    for one, found in judged(subject, RULE.code):
        for group, most in found:
            message = f"The group `{group.key}` reaches at most {most} of its {group.highest} points."
            path = (*one.group_path(group), "max")
            yield Finding(path=path, message=message, severity=one.lesser, leans_on=(one.path,))
