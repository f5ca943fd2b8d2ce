"""CSW308: extra members of a workspace's teams do not see it."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW308",
    severity=Severity.INFO,
    phase=Phase.CONFIG,
    law="extra members of a workspace's teams do not see it",
    reason="Only people whose primary team is listed see a workspace.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="No action is required. If they should see it, make it their primary team in HubSpot.",
    bad="teams: [EMEA CSM]   # somebody has it as an extra team",
    good="teams: [EMEA CSM]   # everybody has it as their primary team",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    catalog = subject.catalog
    for item in subject.workspaces:
        known = [identity for team in item.teams if (identity := catalog.teams.id_of(team))]
        extra: frozenset[str] = frozenset().union(*map(catalog.extra_members, known))
        count = len(extra.difference(*map(catalog.primary_members, known))) if extra else 0
        if count:
            who = "1 extra member does" if count == 1 else f"{count} extra members do"
            yield Finding(
                path=("workspaces", item.key or "", "teams"),
                message=f"{who} not see this workspace: it is not their primary team.",
            )
