"""Validating: everything wrong in the files of a project, over as many accounts as there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import CswsError
from csws.load.files import ProjectFiles
from csws.model.diagnostic import Diagnostic, Merging
from csws.model.findings import Findings
from csws.workflow.account.check import Opened, asked_rules, check_account, open_checked
from csws.workflow.run.fleet import Fleet, each_of


def validate_project(
    root: Path, patterns: Sequence[str] | None, now: datetime, fleet: Fleet, reads: ProjectFiles | None = None
) -> Findings:
    """Every finding once. `reads` are the project's files, those on the disk where None. Raises CswsError where the
    files of an account could not be checked at all."""
    opened = open_checked(root, patterns, now, reads)
    merging = Merging()
    merging.add(opened.told())
    for found in each_of(opened, _findings, fleet, _lost):
        merging.add(found)
    return Findings(diagnostics=merging.all(), asked=asked_rules)


def _findings(opened: Opened, name: str, extra: Any) -> tuple[Diagnostic, ...]:
    return check_account(opened, name).diagnostics


def _lost(name: str, error: CswsError) -> tuple[Diagnostic, ...]:
    raise error
