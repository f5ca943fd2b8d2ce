"""`csws apply --resume`: goes on with the plans that the stores keep of runs that have not ended."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from csws.cli.session import Session
from csws.errors import UsageFault

if TYPE_CHECKING:
    from csws.workflow.apply_account import ApplyOptions
    from csws.workflow.fleet import Fleet

_RANGES = re.compile(r"\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*\Z")


def steps_done(done: str | None, who: str | None, *, resume: bool) -> dict[int, str]:
    """`--done 1-4,6 --by WHO` as id → who. Raises UsageFault where one comes without the other, or without --resume."""
    if done is None and who is None:
        return {}
    if done is None or not who or not resume:
        raise UsageFault(
            "--done and --by go together, and with --resume.", hint="csws apply --resume --done 1-4,6 --by WHO"
        )
    if not _RANGES.match(done):
        raise UsageFault(f"`--done {done}` names no steps.", hint="Write step ids, as in 1-4,6.")
    pairs = [part.partition("-") for part in done.split(",")]
    return {step: who for first, _, last in pairs for step in range(int(first), int(last or first) + 1)}


def resumed(session: Session, how: ApplyOptions, fleet: Fleet, *, expect: str | None, form: str) -> int:
    """Applies what has not ended; says so where there is nothing."""
    from csws.cli.applying import run_and_report
    from csws.workflow.apply import check_expected
    from csws.workflow.resume import remaining_plan

    plan, begun = remaining_plan(session.root, session.accounts, how.plan, session.now, fleet)
    if plan.accounts:
        check_expected(plan, expect)
    else:
        session.note("No run was begun that has not ended: there is nothing to resume.")
    return run_and_report(session, None, plan, replace(how, begun=begun), fleet, form)
