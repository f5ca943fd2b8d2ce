"""CSW401: the property exists on the tab's object."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import ObjectType
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.subject import Subject
from csws.model.suggestion import did_you_mean
from csws.rules.references import tabs

RULE = Rule(
    code="CSW401",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the property exists on the tab's object",
    reason="A tab can only use properties of its own object.",
    source="HubSpot: Set up and manage the customer success workspace (13 October 2025)",
    hint="Correct the name, or pull the catalogue again if the property is new.",
    bad="customers: {csm_property: hubspot_ownr_id}",
    good="customers: {csm_property: hubspot_owner_id}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in tabs(subject):
        for path, name in tab.properties():
            if tab.object and name not in tab.object.properties and name not in tab.object.other_properties:
                unread = subject.catalog.unread(f"properties of {tab.object_name}")
                if unread is not None:
                    message = f"Whether `{tab.object_name}` has a property `{name}` is not known."
                    yield Finding(path=path, message=message, hint=unread, severity=Severity.WARNING)
                    continue
                message = f"The object `{tab.object_name}` has no property `{name}`."
                yield Finding(path=path, message=message, hint=_hint(tab.object, name, path[-1] == "csm_property"))


def _hint(found: ObjectType, name: str, wants_user: bool) -> str:
    usable = [item.name for item in found.properties.values() if (item.is_user if wants_user else item.is_date)]
    meant = did_you_mean(name, usable)
    if meant:
        return meant
    kind = "HubSpot user" if wants_user else "date"
    return (
        f"It could be: {', '.join(sorted(usable))}."
        if usable
        else f"The object has no {kind} property in the catalogue."
    )
