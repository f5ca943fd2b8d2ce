"""CSW205: custom objects need Enterprise."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import is_custom, objects_in_force

RULE = Rule(
    code="CSW205",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="custom objects need Enterprise",
    reason="Accounts on Professional have no custom objects.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Use a standard object, or correct `subscription:`.",
    bad="subscription: professional\nobjects: {customers: licences}",
    good="subscription: enterprise\nobjects: {customers: licences}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    if subject.account.subscription == "enterprise":
        return
    tier = ("accounts", subject.account.name, "subscription")
    for path, _, name in objects_in_force(subject):
        if is_custom(subject, name):
            message = (
                f"`{name}` is a custom object, but this account is on {subject.account.subscription.capitalize()}."
            )
            yield Finding(path=path, message=message, leans_on=(tier,))
