"""The revisions of an account, and its drift from what was last applied. Uses only readers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.frozen import frozen
from csws.model.runs import DoneStep, UnfinishedRun
from csws.model.target import RecordEvent, Revision
from csws.state.references import named_changes
from csws.workflow.account.check import CheckedAccount, Opened
from csws.workflow.account.desired import drift_of
from csws.workflow.account.plan import reached
from csws.workflow.account.running import held_run, waiting
from csws.workflow.run.fleet import Fleet
from csws.workflow.run.per_account import ONE_BY_ONE, Outcome, check_is_declared, for_each


@frozen
class Drift:
    """What in the account differs from what was last applied; `applied` is false where nothing ever was. `run` is the
    account's unfinished run."""

    revision: int
    applied: bool
    changes: tuple[Change, ...]
    run: UnfinishedRun | None = None


@frozen
class Past:
    """The revisions of an account with the steps that made them, and the events between them; oldest first."""

    revisions: tuple[Revision, ...]
    steps: Mapping[int, DoneStep]
    events: tuple[RecordEvent, ...]
    run: UnfinishedRun | None

    def run_of(self, revision: int) -> str | None:
        """The id of the run that made a revision."""
        if revision in self.steps:
            return self.steps[revision].run
        return next((str(item.data["run"]) for item in self.events if item.data.get("made") == revision), None)


def history_of(root: Path, patterns: list[str] | None, now: datetime, fleet: Fleet = ONE_BY_ONE) -> list[Outcome[Past]]:
    """Every revision of every account asked for, oldest first."""
    return for_each(root, patterns, now, _history, fleet)


def _history(opened: Opened, account: CheckedAccount, catalog: Catalog) -> Past:
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        held = waiting(held_run(target, reference, reader, catalog))
        steps = {item.revision: item for item in reader.done_steps() if item.revision is not None}
        return Past(
            revisions=tuple(reader.revisions()),
            steps=steps,
            events=tuple(reader.events()),
            run=held.run if held else None,
        )


def drifts_of(root: Path, patterns: list[str] | None, now: datetime, fleet: Fleet = ONE_BY_ONE) -> list[Outcome[Drift]]:
    """The drift of every account asked for, by name."""
    return for_each(root, patterns, now, drift_in, fleet)


def drift_in(opened: Opened, account: CheckedAccount, catalog: Catalog) -> Drift:
    check_is_declared(account)
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        state, held = reader.read(), waiting(held_run(target, reference, reader, catalog))
    changes = drift_of(account.loaded.declared, state)
    before = state.applied.objects if state.applied else state.settings.objects
    named = named_changes(changes, before, state.settings.objects, catalog)
    return Drift(
        revision=state.revision, applied=state.applied is not None, changes=named, run=held.run if held else None
    )
