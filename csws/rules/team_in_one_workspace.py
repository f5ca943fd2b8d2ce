"""CSW302: a team is in one workspace only."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW302",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a team is in one workspace only",
    reason="HubSpot assigns each team to at most one workspace.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Remove the team from one of the two.",
    bad="emea: {teams: [EMEA CSM]}\nnordics: {teams: [EMEA CSM]}",
    good="emea: {teams: [EMEA CSM]}\nnordics: {teams: [Nordics CSM]}",
)


def check(subject: Subject) -> Iterator[Finding]:
    homes: dict[str, str] = {}
    for item in subject.workspaces:
        for at, team in enumerate(item.teams):
            home = homes.setdefault(subject.catalog.teams.id_of(team) or team, item.key or "")
            if home != item.key:
                yield Finding(
                    path=("workspaces", item.key or "", "teams", at),
                    message=f"The team `{team}` is already in the workspace `{home}`.",
                )
