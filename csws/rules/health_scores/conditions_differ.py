"""CSW710: conditions differ within a score."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW710",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="conditions differ within a score",
    reason="A rule is identified by its condition, so two rules cannot have the same one.",
    source="csws: SPEC",
    hint="Keep one of the two, or change its condition.",
    bad="rules: [{property: n, at_least: 5, points: 10}, {property: n, at_least: 5, points: 5}]",
    good="rules: [{property: n, at_least: 5, points: 15}]",
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        first: dict[str, str] = {}
        for line in one.lines:
            condition = line.condition
            if condition in first:
                message = f"A rule of the group `{first[condition]}` has the same condition, `{condition}`."
                yield Finding(path=line.path, message=message)
            first.setdefault(condition, line.group.key)
