"""`csws plan`: what would change, and in which steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.options import FILE, fleet_options, format_option, guard_options, language_option, length_option
from csws.cli.session import Session, session_of
from csws.render import PLAN_FORMATS, pieces

if TYPE_CHECKING:
    from csws.model.run import Plan
    from csws.workflow.fleet import Fleet
    from csws.workflow.plan import PlanOptions


@click.command("plan")
@format_option(PLAN_FORMATS)
@click.option("--out", type=FILE, metavar="FILE", help="Save the plan, for `csws apply FILE`.")
@click.option("--base-ref", metavar="REF", help="Mark each change: from this branch, pending on REF already, or drift.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 where changes are pending.")
@length_option
@language_option
@guard_options
@fleet_options
@click.pass_context
def command(
    context: click.Context,
    form: str,
    out: Path | None,
    base_ref: str | None,
    detailed_exitcode: bool,
    max_length: int,
    language: str,
    options: PlanOptions,
    jobs: int | None,
    executor: str,
) -> int:
    """Show what would change in each account, and in which steps. Never writes to an account.

    A plan that a guard refuses is shown whole; applying it is what is refused.
    """
    from csws.cli.progress import fleet_of

    session = session_of(context)
    plan = _planned(session, options, base_ref, fleet_of(session, jobs, executor))
    text = pieces(PLAN_FORMATS, form, plan, session.style(limit=max_length, language=language))
    code = plan.exit_code or (2 if detailed_exitcode and plan.has_changes else 0)
    if out is not None:
        from csws.cli.plan_file import save_plan

        save_plan(plan, out)
    session.write(text)
    if out is not None and plan.accounts:
        session.note(f"Saved to {out}. Apply exactly this plan with: csws apply {out} --expect {plan.digest}")
    return code


def _planned(session: Session, options: PlanOptions, base_ref: str | None, fleet: Fleet) -> Plan:
    if base_ref is None:
        from csws.workflow.plan_project import plan_project

        return plan_project(session.root, session.accounts, options, session.now, fleet)
    from csws.workflow.base_plan import compared_plan

    compared = compared_plan(session.root, session.accounts, options, session.now, base_ref, fleet)
    for account in compared.unknown:
        session.note(f"{account}: `{base_ref}` has no valid plan of it, so each change counts as this branch's.")
    return compared.plan
