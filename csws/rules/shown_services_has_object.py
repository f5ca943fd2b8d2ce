"""CSW411: a shown services tab needs a services object."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW411",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a shown services tab needs a services object",
    reason="Without an object the tab has nothing to show.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Set `objects.services`, or remove `show: true`.",
    bad="objects: {customers: companies}\n# in a workspace\nservices: {show: true}",
    good="objects: {customers: companies, services: services}\n# in a workspace\nservices: {show: true}",
)


def check(subject: Subject) -> Iterator[Finding]:
    for item in subject.workspaces:
        if item.services.show and subject.declared.settings.objects.services is None:
            message = "The Services tab is shown, but `objects.services` is not set."
            path = ("workspaces", item.key or "", "services", "show")
            yield Finding(path=path, message=message, leans_on=(("objects", "services"),))
