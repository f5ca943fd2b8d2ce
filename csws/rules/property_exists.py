"""CSW401: the property exists on the tab's object."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Path, Severity
from csws.model.field import Field, Reference
from csws.model.meant import fitting, property_hint, renamed
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import Tab, groups

RULE = Rule(
    code="CSW401",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the property exists on the tab's object",
    reason="A tab can only use properties of its own object.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Correct the name, or pull the catalogue again if the property is new.",
    bad="customers: {csm_property: hubspot_ownr_id}",
    good="customers: {csm_property: hubspot_owner_id}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in groups(subject):
        for path, field, name in tab.properties if tab.object else ():
            if tab.property(name) is None and not tab.has_other(name):
                yield from (_missing(subject, tab, at, field, name) for at in tab.each(path))


def _missing(subject: Subject, tab: Tab, path: Path, field: Field, name: str) -> Finding:
    unread = subject.catalog.unread_properties(tab.object_name)
    if unread is not None:
        message = f"csws cannot check whether `{tab.object_name}` has a property `{name}`."
        return Finding(path=path, message=message, hint=unread, severity=Severity.WARNING)
    message = f"The object `{tab.object_name}` has no property `{name}`."
    properties = tab.object.properties.values() if tab.object else ()
    of_users = field.refers_to is Reference.USER_PROPERTY
    remedies = renamed(path, name, fitting(properties, user=of_users))
    return Finding(path=path, message=message, hint=property_hint(name, properties, user=of_users), remedies=remedies)
