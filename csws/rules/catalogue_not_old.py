"""CSW504: the catalogue is not old (30 days)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import MAX_AGE
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW504",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="the catalogue is not old (30 days)",
    reason="csws cannot check settings against changes made in the account since then.",
    source="csws: 30 days",
    hint="Run `csws catalog pull` (or update the file by hand) and commit it.",
    bad='"pulled_at": "2020-01-01T00:00:00Z"',
    good='"pulled_at": the day of the last pull',
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    at = subject.catalog.pulled_at
    if at is not None and subject.catalog.is_old(subject.now):
        message = f"The catalogue was pulled on {at:%Y-%m-%d}, more than {MAX_AGE.days} days ago."
        yield Finding(path=("accounts", subject.account.name, "catalog"), message=message)
