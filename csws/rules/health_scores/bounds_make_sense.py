"""CSW711: bounds lie within 0 and 100, at_risk below healthy."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.score import HIGHEST
from csws.model.diagnostic import Path, Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW711",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="bounds lie within 0 and 100, at_risk below healthy",
    reason="A total is held within 0 and 100, and the neutral band lies between the two bounds.",
    source="a HubSpot partner; HubSpot's articles do not say",
    hint="Correct the bounds, for example `bands: {healthy: 70, at_risk: 40}`.",
    bad="bands: {healthy: 40, at_risk: 70}",
    good="bands: {healthy: 70, at_risk: 40}",
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        path, bounds = (*one.path, "bands"), {"healthy": one.score.healthy, "at_risk": one.score.at_risk}
        outside = {key: bound for key, bound in bounds.items() if bound is not None and not 0 <= bound <= HIGHEST}
        for key, bound in outside.items():
            yield Finding(path=(*path, key), message=f"`{key}` is {bound}, but a total lies between 0 and {HIGHEST}.")
        if not outside and one.score.healthy is not None and one.score.at_risk is not None:
            yield from _in_order(path, one.score.healthy, one.score.at_risk)


def _in_order(path: Path, healthy: int, at_risk: int) -> Iterator[Finding]:
    if at_risk >= healthy:
        message = f"`at_risk` is {at_risk}, which is not below `healthy`, {healthy}."
        yield Finding(path=(*path, "at_risk"), message=message, leans_on=((*path, "healthy"),))
