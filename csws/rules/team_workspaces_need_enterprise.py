"""CSW305: team workspaces need Enterprise."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW305",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="team workspaces need Enterprise",
    reason="HubSpot's article of September 2025 says Enterprise; that of October 2025 says Professional or Enterprise.",
    source="HubSpot: articles of September and October 2025, which differ",
    hint="Check in HubSpot that the account can create workspaces, then accept the warning with a reason.",
    bad="subscription: professional\nworkspaces: {primary: …, emea: …}",
    good="subscription: enterprise\nworkspaces: {primary: …, emea: …}",
)


def check(subject: Subject) -> Iterator[Finding]:
    teams = [item for item in subject.workspaces if not item.is_primary]
    if subject.account.subscription == "professional" and teams:
        message = "Team workspaces may need Enterprise, but this account is on Professional."
        yield Finding(path=("workspaces", teams[0].key or ""), message=message, on_key=True)
