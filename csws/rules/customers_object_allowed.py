"""CSW201: customers is contacts, companies or a custom object."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.fields import field_at
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import is_custom

RULE = Rule(
    code="CSW201",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="customers is contacts, companies or a custom object",
    reason="HubSpot offers no other object for customer accounts.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Use `companies`, `contacts` or a custom object.",
    bad="objects: {customers: deals}",
    good="objects: {customers: companies}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    name = subject.declared.settings.objects.customers
    if name is not None and name not in field_at("customers").standard and is_custom(subject, name) is False:
        yield Finding(path=("objects", "customers"), message=f"`{name}` cannot be the object for customers.")
