"""Ends a run that has nothing left to do or is overtaken, without carrying it out. Uses a recorder."""

from __future__ import annotations

from csws.apply import Prepared
from csws.errors import StalePlan
from csws.model.runs import BegunRun, RunEnd, UnfinishedRun
from csws.model.target import AccountRef, RecordPermit, Target
from csws.render.run_words import overtaken_sentence


def ended(run: BegunRun | None, target: Target, reference: AccountRef, permit: RecordPermit) -> tuple[str, ...]:
    """Ends a run without waiting steps; returns a sentence that reports it."""
    if run is None:
        return ()
    with target.recorder(reference, permit) as recorder:
        recorder.end_run(run.id, RunEnd.NOTHING_LEFT)
    why = "nothing of it was applied" if target.atomic else "nothing of it waits any more"
    return (f"Run {run.id} has ended: {why}.",)


def overtaken_failure(run: UnfinishedRun, account: str) -> StalePlan:
    where = " ".join(map(overtaken_sentence, run.overtaken))
    return StalePlan(
        f"Run {run.id} of `{account}` is overtaken by what was observed; nothing was done. {where}",
        hint=f"Give it up with `csws --account {account} abandon {run.id}`, then make a new plan.",
        code="overtaken",
    )


def ended_failure(run: str) -> StalePlan:
    return StalePlan(f"Run {run} has ended.", hint="Look with `csws history`, then make a new plan.")


def agree(target: Target, reference: AccountRef, prepared: Prepared, permit: RecordPermit, *, resumes: bool) -> None:
    """Nothing is left to do, so the plan agrees with the account: what was observed is no longer drift. A resumed run
    agrees only with its own steps."""
    state = prepared.state
    at_the_end = state.revision > 0 and state.settings == prepared.end
    if resumes or state.applied == state.settings or not at_the_end:
        return
    with target.recorder(reference, permit) as recorder:
        if recorder.read().revision == state.revision:
            recorder.agree()
