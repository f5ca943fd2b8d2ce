"""CSW306: somebody can see the workspace (a team with primary members)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.subject import Subject

RULE = Rule(
    code="CSW306",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="somebody can see the workspace (a team with primary members)",
    reason="Only people whose primary team is listed see a workspace.",
    source="HubSpot: Set up and manage the customer success workspace (13 October 2025)",
    hint="List a team that is somebody's primary team.",
    bad="emea: {name: EMEA, teams: []}",
    good="emea: {name: EMEA, teams: [EMEA CSM]}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for item in subject.workspaces:
        known = [identity for team in item.teams if (identity := subject.catalog.teams.id_of(team))]
        if item.is_primary or len(known) != len(item.teams) or any(map(subject.catalog.primary_members, known)):
            continue
        path = ("workspaces", item.key or "")
        if item.teams:
            yield Finding(
                path=(*path, "teams"),
                message="Nobody sees this workspace: none of its teams is anybody's primary team.",
            )
        else:
            yield Finding(path=path, message=f"Nobody sees the workspace `{item.key}`: it lists no team.", on_key=True)
