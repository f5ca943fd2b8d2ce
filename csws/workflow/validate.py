"""Validating: everything wrong in the files of a project, over as many accounts as there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import CswsError
from csws.model.diagnostic import Diagnostic, Merging
from csws.model.findings import Findings
from csws.workflow.check import Opened, asked_rules, check_account, open_checked
from csws.workflow.fleet import Fleet, each_of
from csws.workflow.made_from import Seen, gets_old, made_from

_Found = tuple[tuple[Diagnostic, ...], float | None]  # of one account, and until when it holds


def validate_project(root: Path, patterns: Sequence[str] | None, now: datetime, fleet: Fleet) -> Findings:
    """Every finding once. Raises CswsError where the files of an account could not be checked at all."""
    opened = open_checked(root, patterns, now)
    merging = Merging()
    merging.add(opened.told())
    seen = []
    for found, until in each_of(opened, _findings, fleet, _lost):
        merging.add(found)
        seen.append(Seen(until=until))
    sources = made_from(opened, seen, settings=False)
    return Findings(diagnostics=merging.all(), rules=asked_rules(), sources=sources)


def _findings(opened: Opened, name: str, extra: Any) -> _Found:
    account = check_account(opened, name)
    return account.diagnostics, gets_old(account, opened.now)


def _lost(name: str, error: CswsError) -> _Found:
    raise error
