"""`csws apply --resume`: continues unfinished runs from the plans in their stores."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from csws.cli.options import ApplyRequest, as_record
from csws.cli.session import Session
from csws.errors import UsageFault
from csws.model.frozen import frozen

if TYPE_CHECKING:
    from csws.workflow.account.apply import ApplyOptions

_RANGES = re.compile(r"\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*\Z")


@frozen
class ResumeRequest:
    """Whether a run is to go on, and which steps of it were done by whom."""

    resume: bool
    done: str | None
    who: str | None


resume_options = as_record(
    "begun",
    ResumeRequest,
    click.option("--resume", is_flag=True, help="Continue the unfinished run."),
    click.option("--done", "done", metavar="STEPS", help="With --resume: these manual steps are done, e.g. 1-4,6."),
    click.option("--by", "who", metavar="WHO", help="With --done: who did them."),
)


def steps_done(begun: ResumeRequest) -> dict[int, str]:
    """`--done 1-4,6 --by WHO` as id → who. Raises UsageFault where one comes without the other, or without --resume."""
    done, who = begun.done, begun.who
    if done is None and who is None:
        return {}
    if done is None or not who or not begun.resume:
        raise UsageFault(
            "--done and --by must be used together, with --resume.",
            hint="Run: csws apply --resume --done 1-4,6 --by NAME",
        )
    if not _RANGES.match(done):
        raise UsageFault(f"Cannot parse `--done {done}`.", hint="Give step numbers, e.g. 1-4,6.")
    pairs = [part.partition("-") for part in done.split(",")]
    return {step: who for first, _, last in pairs for step in range(int(first), int(last or first) + 1)}


def resumed(session: Session, request: ApplyRequest, how: ApplyOptions) -> int:
    """Applies what has not ended; says so where there is nothing."""
    from csws.cli.applying import run_and_report
    from csws.cli.progress import fleet_of
    from csws.workflow.apply import check_expected
    from csws.workflow.run.resume import remaining_plan

    plan, begun = remaining_plan(
        session.root, session.accounts, how.plan, session.now, fleet_of(session, request.fleet)
    )
    if plan.accounts:
        check_expected(plan, request.expect)
    else:
        session.note("Nothing to resume: no unfinished run.")
    return run_and_report(session, None, plan, request, replace(how, begun=begun))
