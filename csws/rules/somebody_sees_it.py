"""CSW306: somebody can see the workspace (a team with primary members)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import Catalog
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import misspelled_primary

RULE = Rule(
    code="CSW306",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="somebody can see the workspace (a team with primary members)",
    reason="Only people whose primary team is listed see a workspace.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Add a team that is the primary team of at least one person.",
    bad="emea: {name: EMEA, teams: []}",
    good="emea: {name: EMEA, teams: [EMEA CSM]}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    catalog, misspelled = subject.catalog, misspelled_primary(subject)
    for item in subject.workspaces:
        known = [found.id for team in item.teams if (found := catalog.teams.find(team))]
        if (
            item.is_primary
            or item.key == misspelled
            or len(known) != len(item.teams)
            or any(map(catalog.primary_members, known))
        ):
            continue
        why = "nobody has one of its teams as their primary team" if item.teams else "it lists no team"
        message = f"Nobody sees the workspace `{item.key}`: {why}."
        yield Finding(path=("workspaces", item.key or "", "teams"), message=message, hint=_hint(catalog, known))


def _hint(catalog: Catalog, teams: list[str]) -> str | None:
    """Names the nested teams: csws assumes that their members do not see the workspace."""
    nested = sorted({name for team in teams for name in catalog.teams_within(team)})
    if not nested:
        return None
    return f"Its teams contain others: {', '.join(nested[:10])}. List those too; csws assumes that only the listed ones count."
