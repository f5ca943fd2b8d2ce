"""`csws plan`: what would change, and in which steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.about import about_option
from csws.cli.empty import empty_plan
from csws.cli.guard_options import guard_options
from csws.cli.invocation import session_of
from csws.cli.options import (
    FILE,
    FleetRequest,
    as_record,
    fleet_options,
    format_option,
    language_option,
    length_option,
    next_option,
)
from csws.cli.session import Session
from csws.model.frozen import frozen
from csws.render import PLAN_FORMATS, pieces
from csws.render.about import About

if TYPE_CHECKING:
    from csws.model.run import Plan
    from csws.workflow.account.options import PlanOptions


@frozen
class PlanRequest:
    """What to plan, and how to show the plan."""

    form: str
    out: Path | None
    base_ref: str | None
    detailed_exitcode: bool
    max_length: int
    next_action: str | None
    language: str
    about: About
    options: PlanOptions
    fleet: FleetRequest


plan_options = as_record(
    "request",
    PlanRequest,
    format_option(PLAN_FORMATS, empty_plan),
    click.option("--out", type=FILE, metavar="FILE", help="Save the plan for `csws apply FILE`."),
    click.option(
        "--base-ref", metavar="REF", help="Mark each change: from this branch, pending on REF already, or drift."
    ),
    click.option("--detailed-exitcode", is_flag=True, help="Exit 2 if changes are pending."),
    length_option,
    next_option,
    language_option,
    about_option,
    guard_options,
    fleet_options,
)


@click.command("plan")
@plan_options
@click.pass_context
def command(context: click.Context, request: PlanRequest) -> int:
    """Show what would change in each account, and in which steps. Never writes to an account.

    If a guard refuses the plan, it is still shown in full; only applying it is refused.
    """
    session = session_of(context)
    plan = _planned(session, request)
    style = session.style(
        limit=request.max_length,
        language=request.language,
        about=request.about,
        command=session.command("apply", *([request.out.as_posix()] if request.out else [])),
        next_action=request.next_action,
    )
    text = pieces(PLAN_FORMATS, request.form, plan, style)
    if request.out is not None:
        from csws.cli.plan_file import save_plan

        save_plan(plan, request.out)
    session.write(text)
    if request.options.allow_delete:
        from csws.cli.approval import warn_of_idle_deletes

        warn_of_idle_deletes(session, plan, request.options)
    if request.out is not None and plan.accounts:
        file = request.out.as_posix()
        if all(head.standing.stops for head in plan.heads):
            session.note(f"Saved to {file}.")
        else:
            session.note(f"Saved to {file}. Apply exactly this plan with `csws apply {file} --expect {plan.digest}`.")
    return plan.exit_code or (2 if request.detailed_exitcode and plan.has_changes else 0)


def _planned(session: Session, request: PlanRequest) -> Plan:
    from csws.cli.progress import fleet_of

    fleet, ref = fleet_of(session, request.fleet), request.base_ref
    if ref is None:
        from csws.workflow.run.plan_run import plan_project

        return plan_project(session.root, session.accounts, request.options, session.now, fleet)
    from csws.workflow.base_plan import compared_plan

    compared = compared_plan(session.root, session.accounts, request.options, session.now, ref, fleet)
    for account in compared.unknown:
        session.note(
            f"{account}: `{ref}` has no valid plan for this account, so every change is attributed to this branch."
        )
    return compared.plan
