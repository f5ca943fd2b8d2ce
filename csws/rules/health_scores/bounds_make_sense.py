"""CSW711: bounds lie within 0 and 100, at_risk below healthy."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
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
    """The schema keeps them within 0 and 100."""
    for one in scores(subject):
        path, healthy, at_risk = (*one.path, "bands"), one.score.healthy, one.score.at_risk
        if healthy is not None and at_risk is not None and at_risk >= healthy:
            message = f"`at_risk` is {at_risk}, which is not below `healthy`, {healthy}."
            yield Finding(path=(*path, "at_risk"), message=message, leans_on=((*path, "healthy"),))
