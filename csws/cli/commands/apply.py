"""`csws apply`: runs a saved plan, or plans and asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.approval import approved
from csws.cli.options import FILE, apply_options, fleet_options, format_option, guard_options, language_option
from csws.cli.session import Session, session_of
from csws.model.run import Plan
from csws.render import REPORT_FORMATS, pieces

if TYPE_CHECKING:
    from csws.workflow.apply_account import ApplyOptions
    from csws.workflow.fleet import Fleet


@click.command("apply")
@click.argument("file", type=FILE, required=False)
@click.option("--resume", is_flag=True, help="Go on with the run that was begun and has not ended.")
@click.option("--done", "done", metavar="STEPS", help="With --resume: these manual steps are done, as in 1-4,6.")
@click.option("--by", "who", metavar="WHO", help="With --done: who did them.")
@format_option(REPORT_FORMATS)
@apply_options
@language_option
@guard_options
@fleet_options
@click.pass_context
def command(
    context: click.Context,
    file: Path | None,
    resume: bool,
    done: str | None,
    who: str | None,
    form: str,
    auto_approve: bool,
    expect: str | None,
    lock_timeout: float,
    events: Path | None,
    language: str,
    allow_delete: tuple[str, ...],
    max_lost: float | None,
    operator: str | None,
    jobs: int | None,
    executor: str,
) -> int:
    """Run a saved plan, or plan and ask. Each account's plan is applied whole or not at all.

    Without a terminal, in CI and with --format json nobody is asked: give a plan FILE or --auto-approve. After a run that
    was killed or waits for manual steps, --resume goes on; it needs no approval.
    """
    from csws.cli.event_file import events_to
    from csws.cli.plan_file import read_plan
    from csws.cli.progress import fleet_of
    from csws.cli.resuming import resumed, steps_done
    from csws.workflow.apply_account import ApplyOptions
    from csws.workflow.plan import PlanOptions
    from csws.workflow.plan_project import plan_project

    session = session_of(context)
    options = PlanOptions(operator=operator, allow_delete=frozenset(allow_delete), max_lost=max_lost)
    by_hand = steps_done(done, who, resume=resume)
    fleet = fleet_of(session, jobs, executor)
    with events_to(events) as listen:
        how = ApplyOptions(plan=options, lock_timeout=lock_timeout, listen=listen, language=language)
        if resume and file is None:
            return resumed(session, replace(how, by_hand=by_hand), fleet, expect=expect, form=form)
        plan = read_plan(file) if file else plan_project(session.root, session.accounts, options, session.now, fleet)
        sure = auto_approve or file is not None
        return carried_out(session, plan, how, fleet, auto_approve=sure, expect=expect, form=form)


def carried_out(
    session: Session,
    plan: Plan,
    how: ApplyOptions,
    fleet: Fleet,
    *,
    auto_approve: bool,
    expect: str | None,
    form: str,
    kept: bool = True,
) -> int:
    """Asks if nobody has approved yet, applies, reports; returns the exit code. A plan of the project's files is `kept`:
    it can be made again, to go on with what remains."""
    from csws.workflow.apply import check_expected
    from csws.workflow.resume import keep_run

    check_expected(plan, expect)
    if not auto_approve and plan.has_changes:
        how = replace(how, plan=approved(session, plan, how.plan, may_ask=form == "text"))
    if kept:
        keep_run(session.root, plan)
    return run_and_report(session, session.accounts, plan, how, fleet, form)


def run_and_report(
    session: Session, accounts: list[str] | None, plan: Plan, how: ApplyOptions, fleet: Fleet, form: str
) -> int:
    """Applies with a person beside it where there is one (SPEC §2), and reports."""
    from csws.workflow.apply import apply_project
    from csws.workflow.resume import settle_run

    guide = None
    if form == "text" and session.can_ask and not how.by_hand:
        from csws.cli.guided import Guide

        guide = Guide(session, how.language, how.plan.operator)
        how = replace(how, ask=guide.ask)
    report = apply_project(session.root, accounts, plan, how, fleet)
    settle_run(session.root, report, whole=not session.accounts)
    session.write(pieces(REPORT_FORMATS, form, report, session.style()))
    if guide is not None:
        guide.record()
    return report.exit_code
