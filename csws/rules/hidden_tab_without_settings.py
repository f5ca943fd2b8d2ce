"""CSW409: a hidden tab has no settings (its own, not those of `defaults`): they are dropped, since nobody can see or type them."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.fix import Drop, Remedy
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW409",
    severity=Severity.INFO,
    phase=Phase.CONFIG,
    law="a hidden tab has no settings (its own, not those of `defaults`): they are dropped, since nobody can see or type them",
    reason="The settings of a tab can be edited only while the tab is shown.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Remove the setting, or show the tab.",
    bad="services: {show: false, default_layout: board}",
    good="services: {show: false}",
)


def check(subject: Subject) -> Iterator[Finding]:
    for path in subject.declared.dropped:
        judged_by = (("objects", "services"),) if path[2] == "services" else ()
        message = f"`{path[-1]}` is ignored because the tab is hidden."
        remove = Remedy(title=f"Remove `{path[-1]}`", acts=(Drop(path),))
        yield Finding(path=path, message=message, leans_on=judged_by, remedies=(remove,))
