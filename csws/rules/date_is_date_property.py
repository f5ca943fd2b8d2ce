"""CSW403: a date property is a date (date-time: warning)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.field import Reference
from csws.model.meant import one_that_fits, those_that_fit
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import groups

RULE = Rule(
    code="CSW403",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a date property is a date (date-time: warning)",
    reason="Renewal and end dates are days, without a time.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); csws assumes that a date-time property can be chosen",
    hint="Use a date property.",
    bad="customers: {renewal_date_property: city}",
    good="customers: {renewal_date_property: renewal_date}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in groups(subject):
        for path, _, name in tab.naming(Reference.DATE_PROPERTY):
            found = tab.property(name)
            if not found.is_date if found else tab.has_other(name):
                message = f"`{tab.titled(name)}` of `{tab.object_name}` is not a date property."
                fitting = tab.fitting(user=False)
                hint = those_that_fit(fitting, user=False)
                for at in tab.each(path):
                    yield Finding(path=at, message=message, hint=hint, remedies=one_that_fits(at, name, fitting))
            elif found and found.has_time:
                message = f"`{tab.titled(name)}` of `{tab.object_name}` is a date-time property; HubSpot may offer only date properties."
                yield from (Finding(path=at, message=message, severity=Severity.WARNING) for at in tab.each(path))
