"""Looking back: the revisions of an account, and what has drifted from what was last applied. Holds readers only."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.frozen import frozen
from csws.model.target import History
from csws.state.references import named_changes
from csws.targets import target_for
from csws.workflow.account.check import CheckedAccount, Opened
from csws.workflow.account.desired import drift_of
from csws.workflow.account.plan import account_ref
from csws.workflow.run.fleet import Fleet
from csws.workflow.run.per_account import ONE_BY_ONE, Outcome, for_each


@frozen
class Drift:
    """What in the account differs from what was last applied; `applied` is false where nothing ever was."""

    revision: int
    applied: bool
    changes: tuple[Change, ...]


def history_of(
    root: Path, patterns: list[str] | None, now: datetime, fleet: Fleet = ONE_BY_ONE
) -> list[Outcome[History]]:
    """Every revision of every account asked for, and what happened between them."""
    return for_each(root, patterns, now, _history, fleet)


def _history(opened: Opened, account: CheckedAccount, catalog: Catalog) -> History:
    reference = account_ref(opened.root, account.loaded.entry, catalog)
    with target_for(reference.scheme).reader(reference) as reader:
        reader.read()
        return History(revisions=tuple(reader.revisions()), events=tuple(reader.events()))


def drifts_of(root: Path, patterns: list[str] | None, now: datetime, fleet: Fleet = ONE_BY_ONE) -> list[Outcome[Drift]]:
    """The drift of every account asked for, by name."""
    return for_each(root, patterns, now, _drift, fleet)


def _drift(opened: Opened, account: CheckedAccount, catalog: Catalog) -> Drift:
    reference = account_ref(opened.root, account.loaded.entry, catalog)
    with target_for(reference.scheme).reader(reference) as reader:
        state = reader.read()
    changes = drift_of(account.loaded.declared, state)
    before = state.applied.objects if state.applied else state.settings.objects
    named = named_changes(changes, before, state.settings.objects, catalog)
    return Drift(revision=state.revision, applied=state.applied is not None, changes=named)
