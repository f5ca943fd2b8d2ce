"""CSW301: at most 5 team workspaces (5 beside the primary: warning)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.settings import MAX_TEAM_WORKSPACES, PRIMARY
from csws.rules.references import misspelled_primary

RULE = Rule(
    code="CSW301",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="at most 5 team workspaces (5 beside the primary: warning)",
    reason="HubSpot lets an account create up to 5 workspaces.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); it does not say whether the primary workspace counts; csws assumes not",
    hint="Remove a workspace, or move its teams to another one.",
    bad="workspaces: {primary: …, a: …, b: …, c: …, d: …, e: …, f: …}",
    good="workspaces: {primary: …, a: …, b: …, c: …, d: …}",
)


def check(subject: Subject) -> Iterator[Finding]:
    primary = misspelled_primary(subject) or PRIMARY
    keys = [item.key or "" for item in subject.workspaces if item.key != primary]
    for key in keys[MAX_TEAM_WORKSPACES:]:
        message = f"There are {len(keys)} team workspaces, but HubSpot allows {MAX_TEAM_WORKSPACES}. `{key}` is over the limit."
        yield Finding(path=("workspaces", key), message=message, on_key=True)
    if len(keys) == MAX_TEAM_WORKSPACES:
        message = f"There are {MAX_TEAM_WORKSPACES} team workspaces in addition to the primary one; HubSpot's article does not say whether the primary one counts."
        hint = "Check that HubSpot shows all of them, then accept the warning with a reason."
        yield Finding(path=("workspaces",), message=message, hint=hint, severity=Severity.WARNING, on_key=True)
