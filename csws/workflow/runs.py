"""Lists and gives up unfinished runs. Listing uses only readers; giving up uses a recorder."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from csws.errors import CswsError
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.plan import Step
from csws.model.runs import RunEnd, UnfinishedRun
from csws.model.target import RecordPermit
from csws.workflow.account.check import CheckedAccount, Opened, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.account.runbook import remove_runbook
from csws.workflow.account.running import held_run, waiting
from csws.workflow.run.approved import forget
from csws.workflow.run.finding import Found, find_run
from csws.workflow.run.fleet import Fleet
from csws.workflow.run.per_account import ONE_BY_ONE, Outcome, check_has_accounts, for_each


@frozen
class Listed:
    """The account's unfinished run with the steps of its plan; None where there is none."""

    run: UnfinishedRun | None
    steps: tuple[Step, ...] = ()


def runs_of(root: Path, patterns: list[str] | None, now: datetime, fleet: Fleet = ONE_BY_ONE) -> list[Outcome[Listed]]:
    """The unfinished run of every account asked for."""
    return for_each(root, patterns, now, _listed, fleet)


def _listed(opened: Opened, account: CheckedAccount, catalog: Catalog) -> Listed:
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        held = waiting(held_run(target, reference, reader, catalog))
    return Listed(run=held.run, steps=held.plan.steps) if held else Listed(run=None)


def run_to_abandon(root: Path, patterns: list[str] | None, now: datetime, run: str) -> Found:
    """Raises CswsError for a run that is unknown or has ended."""
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    found = find_run(opened, run)
    if found.held is None:
        raise CswsError(
            f"Run {run} of `{found.name}` has ended already.", hint="`csws history` shows how.", code="ended"
        )
    return found


def abandon(root: Path, found: Found, permit: RecordPermit) -> None:
    """What of the run is done stays done; the rest is forgotten."""
    assert found.held is not None
    run, who = found.held.run, permit.operator or found.account.loaded.entry.operator
    with found.target.recorder(found.reference, replace(permit, operator=who)) as recorder:
        recorder.end_run(run.id, RunEnd.GIVEN_UP, done=list(run.done), left=list(run.waiting))
    forget(root, [found.name])


def remove_runbook_of(root: Path, found: Found) -> None:
    """Apart from giving the run up, which holds also where its runbook cannot be removed. Raises CswsError then."""
    if found.held is not None and found.held.run.waits:
        remove_runbook(root, found.name)
