"""CSW202: services is the services object or a custom object."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.fields import field_at
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import is_custom

RULE = Rule(
    code="CSW202",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="services is the services object or a custom object",
    reason="HubSpot offers no other object for service offerings.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); csws assumes that no other object is offered",
    hint="Use `services` or a custom object, or leave it out.",
    bad="objects: {services: tickets}",
    good="objects: {services: services}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    name = subject.declared.settings.objects.services
    if name is not None and name not in field_at("services").standard and is_custom(subject, name) is False:
        yield Finding(path=("objects", "services"), message=f"`{name}` cannot be the object for services.")
