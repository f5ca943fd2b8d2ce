"""CSW404: the property is not archived."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import groups

RULE = Rule(
    code="CSW404",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the property is not archived",
    reason="HubSpot deletes an archived property after 90 days.",
    source="HubSpot: properties API",
    hint="Restore the property in HubSpot, or use another one.",
    bad="customers: {csm_property: old_csm}   # archived",
    good="customers: {csm_property: hubspot_owner_id}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in groups(subject):
        for path, _, name in tab.properties:
            found = tab.property(name)
            if found and found.archived:
                message = f"`{tab.titled(name)}` of `{tab.object_name}` is archived; HubSpot deletes it 90 days after archiving."
                yield from (Finding(path=at, message=message) for at in tab.each(path))
