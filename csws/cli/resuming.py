"""`csws apply --resume`: continues unfinished runs from the plans in their stores, and records what people did of them."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from csws.cli.apply_options import ApplyRequest
from csws.cli.completion import recorded
from csws.cli.options import as_record, who_option
from csws.cli.session import Session
from csws.errors import CswsError, StalePlan, UsageFault
from csws.model.frozen import frozen
from csws.model.run import Plan

if TYPE_CHECKING:
    from csws.workflow.account.task import ApplyOptions

_RANGES = re.compile(r"\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*\Z")


@frozen
class ResumeRequest:
    """Whether to continue a run, which one, and which of its steps were done by whom."""

    resume: bool
    run: str | None
    done: str | None
    who: str | None


resume_options = as_record(
    "begun",
    ResumeRequest,
    click.option("--resume", is_flag=True, help="Continue the unfinished run."),
    click.option(
        "--run",
        metavar="ID",
        shell_complete=recorded("run_ids"),
        help="With --resume: only this run; `csws runs` lists them.",
    ),
    click.option("--done", "done", metavar="STEPS", help="With --run: these manual steps are done, e.g. 1-4,6."),
    who_option("--by", "who", metavar="WHO", help="With --done: who did them."),
)


def steps_done(session: Session, begun: ResumeRequest) -> dict[int, str]:
    """`--run ID --done 1-4,6 --by WHO` as id → who. Raises UsageFault with the complete command if one is missing."""
    done, who = begun.done, begun.who
    if done is None and who is None:
        if begun.run is not None and not begun.resume:
            raise UsageFault("--run must be used with --resume.", hint=f"Run `csws apply --resume --run {begun.run}`.")
        return {}
    if done is not None and not _RANGES.match(done):
        raise UsageFault(f"Cannot parse `--done {done}`.", hint="Give step numbers, e.g. 1-4,6.")
    if done is None or not who or not begun.resume or begun.run is None:
        raise _incomplete(session, begun)
    pairs = [part.partition("-") for part in done.split(",")]
    ids = [(int(first), int(last or first)) for first, _, last in pairs]
    if any(first > last for first, last in ids):
        raise UsageFault(f"Cannot parse `--done {done}`.", hint="Give the smaller number first, e.g. 1-4.")
    return {step: who for first, last in ids for step in range(first, last + 1)}


def _incomplete(session: Session, begun: ResumeRequest) -> CswsError:
    """The complete command for each waiting run. If only the run is missing and none waits, there is nothing to
    record."""
    is_whole = begun.done is not None and bool(begun.who) and begun.resume
    found, failure = _waiting(session, must=is_whole)
    names = [(["--account", name], run) for name, run in found.items()]
    if is_whole and not names and failure is not None:
        return failure
    if is_whole and not names:
        return CswsError(
            "No run is waiting for manual steps, so nothing was recorded.",
            hint="`csws history` lists the runs that have ended; record what you changed with `csws observe`.",
            code="no_run",
        )
    if begun.run and not failure and begun.run not in found.values():
        return UsageFault(
            f"No step of run {begun.run} is waiting to be done, so nothing was recorded.",
            hint="`csws runs` lists the unfinished runs with their steps, `csws history` all runs.",
        )
    done, who = begun.done or "STEPS", begun.who or "NAME"
    chosen = [([], begun.run)] if begun.run else names or [([], "RUN")]
    report = ["--done", done, "--by", who]
    commands = [shlex.join(["csws", *name, "apply", "--resume", "--run", run, *report]) for name, run in chosen]
    return UsageFault(
        f"--done needs --resume, --run and --by. Run: {' or: '.join(commands)}",
        hint="`csws runs` lists the runs with their steps.",
    )


def _waiting(session: Session, *, must: bool) -> tuple[dict[str, str], CswsError | None]:
    """The id of each run that waits, by account; if they `must` be known, ConfigInvalid says that no account is."""
    from csws.workflow.account.check import open_checked
    from csws.workflow.run.finding import waiting_runs
    from csws.workflow.run.per_account import check_has_accounts

    opened = open_checked(session.root, session.accounts, session.now)
    if must:
        check_has_accounts(opened)
    return waiting_runs(opened)


def resumed(session: Session, request: ApplyRequest, how: ApplyOptions) -> int:
    """Continues unfinished runs; reports if there are none."""
    from csws.cli.applying import run_and_report
    from csws.cli.progress import fleet_of
    from csws.workflow.apply import check_expected
    from csws.workflow.run.resume import remaining_plan

    fleet = fleet_of(session, request.fleet)
    plan, begun = remaining_plan(session.root, session.accounts, how.plan, session.now, fleet)
    if plan.accounts:
        check_expected(plan, request.expect)
    else:
        session.note("Nothing to resume: no unfinished run.")
    return run_and_report(session, None, plan, request, replace(how, begun=begun))


def resumed_run(session: Session, request: ApplyRequest, run: str, how: ApplyOptions, of: Plan | None) -> int:
    """The same for a single run, with reports about its steps. `of` is the saved plan that it must be a run of."""
    from csws.cli.applying import run_and_report, say_report
    from csws.workflow.account.check import open_checked
    from csws.workflow.apply import check_expected
    from csws.workflow.run.finding import find_run
    from csws.workflow.run.per_account import check_has_accounts
    from csws.workflow.run.reporting import check_reported, ended_report
    from csws.workflow.run.resume import run_plan_of

    opened = open_checked(session.root, session.accounts, session.now)
    check_has_accounts(opened)
    found = find_run(opened, run)
    if of is not None and found.digest not in [head.digest for head in of.heads]:
        raise StalePlan(
            f"Run {run} is not a run of this plan.", hint="Leave out the file, or give the plan of that run."
        )
    if found.held is None:
        report = ended_report(found, how.by_hand)
        say_report(session, report, request)
        return report.exit_code
    check_reported(found, how.by_hand)
    plan, begun = run_plan_of(opened, found, how.plan)
    check_expected(plan, request.expect)
    return run_and_report(session, None, plan, request, replace(how, begun=begun))
