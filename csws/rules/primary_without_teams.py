"""CSW307: the primary workspace exists and lists no teams."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.settings import PRIMARY
from csws.rules.references import misspelled_primary

RULE = Rule(
    code="CSW307",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the primary workspace exists and lists no teams",
    reason="People whose primary team has no workspace of its own see the primary workspace.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); csws assumes that it has no team list",
    hint="Declare `primary` under `workspaces:`, without `teams`.",
    bad="workspaces: {primary: {name: All, teams: [EMEA CSM]}}",
    good="workspaces: {primary: {name: All}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    primary = subject.declared.settings.get(PRIMARY)
    if primary is None:
        meant = misspelled_primary(subject)
        hint = f"If `{meant}` is the primary workspace, rename it to `primary`." if meant else None
        message = "The primary workspace is not declared."
        yield Finding(path=("workspaces", PRIMARY), message=message, hint=hint, on_key=True)
    elif primary.teams:
        yield Finding(
            path=("workspaces", PRIMARY, "teams"),
            message="The primary workspace cannot list teams.",
            hint="Remove `teams` here, or declare a team workspace.",
        )
