"""`csws apply`: runs a saved plan, or plans and asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.approval import approved
from csws.cli.options import FILE, apply_options, format_option, guard_options
from csws.cli.session import Session, session_of
from csws.model.plan import Plan
from csws.render import REPORT_FORMATS, renderer

if TYPE_CHECKING:
    from csws.workflow.plan import PlanOptions


@click.command("apply")
@click.argument("file", type=FILE, required=False)
@click.option("--resume", is_flag=True, help="Go on with the run that was begun and has not ended.")
@click.option("--done", "done", metavar="STEPS", help="With --resume: these manual steps are done, as in 1-4,6.")
@click.option("--by", "who", metavar="WHO", help="With --done: who did them.")
@format_option(REPORT_FORMATS)
@apply_options
@guard_options
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
    allow_delete: tuple[str, ...],
    max_lost: float | None,
    operator: str | None,
) -> int:
    """Run a saved plan, or plan and ask. Each account's plan is applied whole or not at all.

    Without a terminal, in CI and with --format json nobody is asked: give a plan FILE or --auto-approve. After a run that
    was killed or waits for manual steps, --resume goes on; it needs no approval.
    """
    from csws.cli.plan_file import read_plan
    from csws.cli.resuming import resumed, steps_done
    from csws.workflow.plan import PlanOptions, plan_project

    session = session_of(context)
    options = PlanOptions(operator=operator, allow_delete=frozenset(allow_delete), max_lost=max_lost)
    by_hand = steps_done(done, who, resume=resume)
    if resume and file is None:
        return resumed(session, options, by_hand, expect=expect, lock_timeout=lock_timeout, form=form)
    plan = read_plan(file) if file else plan_project(session.root, session.accounts, options, session.now)
    sure = auto_approve or file is not None
    return carried_out(session, plan, options, auto_approve=sure, expect=expect, lock_timeout=lock_timeout, form=form)


def carried_out(
    session: Session,
    plan: Plan,
    options: PlanOptions,
    *,
    auto_approve: bool,
    expect: str | None,
    lock_timeout: float,
    form: str,
) -> int:
    """Asks if nobody has approved yet, applies, reports; returns the exit code."""
    from csws.workflow.apply import ApplyOptions, apply_project, check_expected

    check_expected(plan, expect)
    if not auto_approve and plan.has_changes:
        options = approved(session, plan, options, may_ask=form == "text")
    report = apply_project(session.root, session.accounts, plan, ApplyOptions(plan=options, lock_timeout=lock_timeout))
    session.out(renderer(REPORT_FORMATS, form)(report, session.style()))
    return report.exit_code
