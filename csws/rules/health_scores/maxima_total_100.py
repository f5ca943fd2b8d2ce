"""CSW714: the groups' maxima total 100."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.score import HIGHEST
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW714",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="the groups' maxima total 100",
    reason="HubSpot asked for maxima that total 100 when it introduced health scores.",
    source="HubSpot: article of October 2024; later ones do not say",
    hint="Change `max` of a group so that they total 100, or accept the warning with a reason.",
    bad="groups: {a: {max: 40, …}, b: {max: 40, …}}",
    good="groups: {a: {max: 40, …}, b: {max: 60, …}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        total = sum(group.highest for group in one.score.groups)
        if one.score.groups and total != HIGHEST:
            path = (*one.path, "groups")
            message = f"The maxima of the groups total {total}, not {HIGHEST}."
            yield Finding(path=path, message=message, severity=one.lesser, on_key=True, leans_on=(one.path,))
