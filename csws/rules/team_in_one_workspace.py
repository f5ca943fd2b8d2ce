"""CSW302: a team is in one workspace only."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Path, Severity
from csws.model.fix import Drop, Remedy
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
    homes: dict[str, Path] = {}
    for item in subject.workspaces:
        for at, team in enumerate(item.teams):
            path = ("workspaces", item.key or "", "teams", at)
            first = homes.setdefault(subject.catalog.teams.id_of(team) or team, path)
            if first[1] != item.key:
                yield _twice(path, first, team)


def _twice(path: Path, first: Path, team: str) -> Finding:
    return Finding(
        path=path,
        message=f"The team `{team}` is already in the workspace `{first[1]}`.",
        related=((first, f"also in `{first[1]}`"),),
        remedies=tuple(Remedy(title=f"Remove `{team}` from `{one[1]}`", acts=(Drop(one),)) for one in (path, first)),
    )
