"""CSW717: a published score has groups, and each group a rule."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW717",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a published score has groups, and each group a rule",
    reason="A score without rules gives every record the same total.",
    source="csws: SPEC",
    hint="Add a rule, or leave the score a draft (`state: draft`).",
    bad="state: published\ngroups: {}",
    good="state: published\ngroups: {support: {rules: […], …}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        if not one.score.is_published:
            continue
        if not one.score.groups:
            message = "The score is published, but has no groups."
            yield Finding(path=(*one.path, "state"), message=message, leans_on=(one.path,))
        for group in one.score.groups:
            if not group.rules:
                path = one.group_path(group)
                message = f"The score is published, but its group `{group.key}` has no rules."
                yield Finding(path=path, message=message, on_key=True, leans_on=(path,))
