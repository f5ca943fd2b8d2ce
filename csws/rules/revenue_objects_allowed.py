"""CSW203: revenue: at most two objects, deals or custom."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.settings import MAX_REVENUE_OBJECTS
from csws.rules.references import may_track_revenue

RULE = Rule(
    code="CSW203",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="revenue: at most two objects, deals or custom",
    reason="HubSpot tracks revenue on up to two objects.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); csws assumes that the two must differ",
    hint="List at most two, each `deals` or a custom object, each once.",
    bad="objects: {revenue: [deals, companies]}",
    good="objects: {revenue: [deals]}",
)


def check(subject: Subject) -> Iterator[Finding]:
    names = subject.declared.settings.objects.revenue
    for at, name in enumerate(names):
        path = ("objects", "revenue", at)
        if not may_track_revenue(subject, name):
            yield Finding(path=path, message=f"`{name}` cannot track revenue.")
        elif name in names[:at]:
            yield Finding(path=path, message=f"`{name}` is listed twice.")
    count = len({name for name in names if may_track_revenue(subject, name)})
    if count > MAX_REVENUE_OBJECTS:
        message = f"At most {MAX_REVENUE_OBJECTS} objects can track revenue; {count} are listed."
        yield Finding(path=("objects", "revenue"), message=message)
