"""CSW720: a rename keeps HubSpot's property name."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.kind import KIND
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject

RULE = Rule(
    code="CSW720",
    severity=Severity.INFO,
    phase=Phase.PLAN,
    law="a rename keeps HubSpot's property name",
    reason="HubSpot names the property that holds the score after the score's first name.",
    source="observed in HubSpot",
    hint="No action is required. What uses the property goes on working.",
    bad="account_health: {name: Health of accounts}   # was Account health",
    good="account_health: {name: Account health}",
)


def check(subject: PlanSubject) -> Iterator[Finding]:
    before = {KIND.address(thing): KIND.called(thing) for thing in KIND.all(subject.current) if thing.key is not None}
    for thing in KIND.all(subject.desired):
        if thing.key is None:
            continue
        address = KIND.address(thing)
        old, new = before.get(subject.moved.get(address, address)), KIND.called(thing)
        if old and new and old != new:
            message = f"“{old}” becomes “{new}”, but its property in HubSpot keeps the name that it has."
            yield Finding(path=(*KIND.yaml_path(thing.key), "name"), message=message)
