"""`csws rollback`: the way back to an earlier revision, as a plan like any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.applying import carried_out
from csws.cli.options import FILE, apply_options, fleet_options, format_option, guard_options, language_option
from csws.cli.session import session_of
from csws.errors import UsageFault
from csws.render import PLAN_FORMATS, REPORT_FORMATS, pieces

if TYPE_CHECKING:
    from csws.workflow.plan import PlanOptions


@click.command("rollback")
@click.argument("revision", type=click.IntRange(0))
@click.option("--out", type=FILE, metavar="FILE", help="Save the plan for `csws apply FILE`, and apply nothing.")
@click.option("--detailed-exitcode", is_flag=True, help="With --out: exit 2 where changes are pending.")
@format_option(PLAN_FORMATS)
@apply_options
@language_option
@guard_options
@fleet_options
@click.pass_context
def command(
    context: click.Context,
    revision: int,
    out: Path | None,
    detailed_exitcode: bool,
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
    """Plan the way back to the settings of an earlier revision, and apply it once approved.

    The YAML stays as it is, so the next plan shows the reversal. What was deleted comes back as a new workspace.
    """
    from csws.cli.event_file import events_to
    from csws.cli.plan_file import save_plan
    from csws.cli.progress import fleet_of
    from csws.workflow.apply_account import ApplyOptions
    from csws.workflow.rollback import rollback_plan

    session = session_of(context)
    fleet = fleet_of(session, jobs, executor)
    plan = rollback_plan(session.root, session.accounts, revision, options, session.now, fleet)
    if out is None:
        if form not in REPORT_FORMATS:
            raise UsageFault(f"A report has no format `{form}`.", hint="Say --out FILE for the plan in that format.")
        with events_to(events) as listen:
            how = ApplyOptions(plan=options, lock_timeout=lock_timeout, listen=listen, language=language)
            return carried_out(
                session, plan, how, fleet, auto_approve=auto_approve, expect=expect, form=form, kept=False
            )
    save_plan(plan, out)
    session.write(pieces(PLAN_FORMATS, form, plan, session.style(language=language)))
    return plan.exit_code or (2 if detailed_exitcode and plan.has_changes else 0)
