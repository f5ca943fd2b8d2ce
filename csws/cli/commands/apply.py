"""`csws apply`: runs a saved plan, or plans and asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.applying import carried_out
from csws.cli.options import FILE, apply_options, fleet_options, format_option, guard_options, language_option
from csws.cli.session import session_of
from csws.render import REPORT_FORMATS

if TYPE_CHECKING:
    from csws.workflow.plan import PlanOptions


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
    options: PlanOptions,
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
    from csws.workflow.plan_project import plan_project

    session = session_of(context)
    by_hand = steps_done(done, who, resume=resume)
    fleet = fleet_of(session, jobs, executor)
    with events_to(events) as listen:
        how = ApplyOptions(plan=options, lock_timeout=lock_timeout, listen=listen, language=language)
        if resume and file is None:
            return resumed(session, replace(how, by_hand=by_hand), fleet, expect=expect, form=form)
        plan = read_plan(file) if file else plan_project(session.root, session.accounts, options, session.now, fleet)
        sure = auto_approve or file is not None
        return carried_out(session, plan, how, fleet, auto_approve=sure, expect=expect, form=form)
