"""CSW502: the operator has a Service seat (super admin: warning)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject

RULE = Rule(
    code="CSW502",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="the operator has a Service seat (super admin: warning)",
    reason="HubSpot's article requires an assigned Service seat; another article says that a super admin does not need one.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Assign a Service seat in HubSpot and run `csws catalog pull`, or choose another operator.",
    bad="operator: trainee@acme.example   # no seat",
    good='operator: ops@acme.example   # "seats": ["service"]',
    breach=BreachKind.NOT_PERMITTED,
)


def check(subject: PlanSubject) -> Iterator[Finding]:
    person = subject.catalog.person(subject.operator) if subject.operator else None
    if person is None or any("service" in seat.casefold() for seat in person.seats):
        return
    path = ("accounts", subject.account.name, "operator")
    severity = Severity.WARNING if person.super_admin else Severity.ERROR
    yield Finding(path=path, message=f"`{subject.operator}` has no Service seat.", severity=severity)
