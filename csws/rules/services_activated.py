"""CSW206: the services object is activated, where a workspace shows Services."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import ACTIVATION
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW206",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the services object is activated, where a workspace shows Services",
    reason="The Services tab cannot be configured before the object is activated.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Activate the object in HubSpot and pull the catalogue again, or set `services: {show: false}` in every workspace.",
    bad='objects: {services: services}   # "enabled": false in the catalogue',
    good='objects: {services: services}   # "enabled": true',
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    name = subject.declared.settings.objects.services
    found = subject.catalog.objects.get(name or "")
    if not found or found.enabled or not any(item.services.show for item in subject.workspaces):
        return
    path, unread = ("objects", "services"), subject.catalog.unread(ACTIVATION)
    if unread is not None:
        message = f"csws cannot check whether the object `{name}` is activated in the account."
        yield Finding(path=path, message=message, hint=unread, severity=Severity.WARNING)
        return
    message = f"The object `{name}` is not activated in the account, but a workspace shows the Services tab."
    yield Finding(path=path, message=message)
