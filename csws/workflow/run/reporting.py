"""Checks a report about a run's manual steps (`--done`) against that run before anything is recorded."""

from __future__ import annotations

from collections.abc import Mapping

from csws.errors import CswsError, UsageFault
from csws.model.report import AccountReport
from csws.model.reports import Report
from csws.model.runs import RunEnd, counted_steps, ranges
from csws.workflow.run.finding import Found


def check_reported(found: Found, by_hand: Mapping[int, str]) -> None:
    """Raises UsageFault for a step that is neither done nor waits for a person in this unfinished run."""
    assert found.held is not None
    run = found.held.run
    wrong = sorted(set(by_hand) - set(run.done) - set(run.manual))
    if not wrong:
        return
    waits = f"manual steps that are waiting: {ranges(run.manual)}" if run.manual else "no manual step is waiting"
    unknown = counted_steps(wrong, "is not a waiting manual step", "are not waiting manual steps")
    raise UsageFault(
        f"In run {run.id} of `{found.name}`, {unknown}; {waits}. Nothing was recorded.",
        hint=f"`csws --account {found.name} runs` lists the steps.",
    )


def ended_report(found: Found, by_hand: Mapping[int, str]) -> Report:
    """The report of a run that has ended already: reporting its steps again is harmless. Raises CswsError for any
    other step, and for a run that was not carried out."""
    wrong = sorted(set(by_hand) - set(found.done))
    if wrong:
        left_out = counted_steps(wrong, "was not done in it", "were not done in it")
        raise CswsError(
            f"Run {found.id} of `{found.name}` has ended, and {left_out}. Nothing was recorded.",
            hint="`csws history` shows how it ended; record what you changed with `csws observe`.",
            code="ended",
        )
    if not by_hand and found.how not in (RunEnd.DONE.value, RunEnd.NOTHING_LEFT.value):
        raise CswsError(f"Run {found.id} of `{found.name}` has ended.", hint="`csws history` shows how.", code="ended")
    told = [step for at, step in sorted(found.done.items()) if not by_hand or at in by_hand]
    report = AccountReport(
        account=found.name,
        target=found.shown_target,
        digest=found.digest,
        run=found.id,
        done_before=tuple(told),
        notes=(f"Run {found.id} has ended already.",),
    )
    return Report(accounts=(report,))
