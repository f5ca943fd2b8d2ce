"""CSW402: csm_property is a HubSpot user property (several users: warning)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.field import Reference
from csws.model.meant import one_that_fits, those_that_fit
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import groups

RULE = Rule(
    code="CSW402",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="csm_property is a HubSpot user property (several users: warning)",
    reason="The customer success manager is a HubSpot user.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); csws assumes that a property for several users can be chosen",
    hint="Use a property of the type HubSpot user.",
    bad="customers: {csm_property: renewal_date}",
    good="customers: {csm_property: hubspot_owner_id}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in groups(subject):
        for path, _, name in tab.naming(Reference.USER_PROPERTY):
            found = tab.property(name)
            if not found.is_user if found else tab.has_other(name):
                message = f"`{tab.titled(name)}` of `{tab.object_name}` is not a HubSpot user property."
                fitting = tab.fitting(user=True)
                hint = those_that_fit(fitting, user=True)
                for at in tab.each(path):
                    yield Finding(path=at, message=message, hint=hint, remedies=one_that_fits(at, name, fitting))
            elif found and found.has_several:
                message = f"`{tab.titled(name)}` of `{tab.object_name}` can contain several users; HubSpot may offer only single-user properties."
                yield from (Finding(path=at, message=message, severity=Severity.WARNING) for at in tab.each(path))
