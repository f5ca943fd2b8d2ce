"""Asking a person before an apply. A delete is allowed by typing the workspace's key or address, as HubSpot's own dialog asks."""

from __future__ import annotations

from dataclasses import replace

import click

from csws.cli.session import Session
from csws.errors import CswsError
from csws.model.address import Address
from csws.model.run import Plan
from csws.render import PLAN_FORMATS, pieces
from csws.render.style import shown
from csws.workflow.account.plan import PlanOptions


def approved(session: Session, plan: Plan, options: PlanOptions, *, may_ask: bool) -> PlanOptions:
    """Shows the plan and asks; returns the options with the deletes that were typed.

    Raises CswsError where nobody can be asked, or the answer is no.
    """
    if not may_ask or not session.can_ask:
        raise _cannot_ask("Apply a saved plan (`csws plan --out FILE`, then `csws apply FILE`), or use --auto-approve.")
    session.write(pieces(PLAN_FORMATS, "text", plan, session.style()))
    typed = {address for address in _unallowed(plan) if _asked_delete(address)}
    answer = click.prompt("Apply this plan? Only `yes` is accepted", default="no", show_default=False)
    if answer != "yes":
        raise CswsError("Not approved: nothing was applied.", hint="Type `yes` to apply.", code="not_approved")
    return replace(options, allow_delete=options.allow_delete | typed)


def agrees(session: Session, question: str) -> None:
    """Raises CswsError where nobody can be asked, or the answer is not `yes`."""
    if not session.can_ask:
        raise _cannot_ask("Use --auto-approve.")
    if click.prompt(f"{question} Only `yes` is accepted", default="no", show_default=False) != "yes":
        raise CswsError("Not approved: nothing was done.", hint="Type `yes` to agree.", code="not_approved")


def _cannot_ask(hint: str) -> CswsError:
    message = "Cannot ask for approval: this is not an interactive terminal. Nothing was applied."
    return CswsError(message, hint=hint, code="not_approved")


def _unallowed(plan: Plan) -> list[Address]:
    steps = (step for group in plan.groups for step in plan.accounts[group.at].steps)
    return sorted({step.address for step in steps if step.destructive and not step.allowed})


def _asked_delete(address: Address) -> bool:
    typed = click.prompt(
        f"Deleting `{shown(address.key)}` cannot be undone. Type its key to allow it", default="", show_default=False
    )
    return typed in (address.key, str(address))
