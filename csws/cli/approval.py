"""Asks a person before an apply. To allow a delete, they type the workspace's key or address, as in
HubSpot's own dialog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from csws.cli.asking import ask, says_yes
from csws.cli.session import Session
from csws.errors import CswsError
from csws.model.address import Address
from csws.model.change import Action
from csws.model.plan import AccountPlan, Step
from csws.model.run import Plan
from csws.model.standing import Standing, standing_of
from csws.model.suggestion import did_you_mean
from csws.render import PLAN_FORMATS, pieces
from csws.render.style import shown
from csws.render.words import Words, words_of
from csws.workflow.account.options import PlanOptions


def approved(session: Session, plan: Plan, options: PlanOptions, language: str, *, may_ask: bool) -> PlanOptions:
    """Shows the plan and asks; returns the options with the deletes that were typed.

    Raises CswsError if csws cannot ask, or the answer is no.
    """
    if not may_ask or not session.can_ask:
        hint = "Apply a saved plan (`csws plan --out FILE`, then `csws apply FILE`), or use --auto-approve."
        raise _cannot_ask("Nothing was applied.", hint)
    session.write(pieces(PLAN_FORMATS, "text", plan, session.style(language=language, next_action="")))
    if not any(_may_be_applied(plan.accounts[group.at]) for group in plan.groups):
        return options  # it is refused whatever the answer
    words = words_of(language)
    typed = {address for address in _deletes_to_confirm(plan) if _confirms_delete(address, words)}
    if not says_yes(words, "ask.apply"):
        raise _not_approved(words, "ask.not_applied")
    return replace(options, allow_delete=options.allow_delete | typed)


def agrees(session: Session, question: str, language: str) -> None:
    """Asks a question of the words. Raises CswsError if csws cannot ask, or the answer is not `yes`."""
    if not session.can_ask:
        raise _cannot_ask("Nothing was done.", "Use --auto-approve.")
    words = words_of(language)
    if not says_yes(words, question):
        raise _not_approved(words, "ask.not_done")


def _not_approved(words: Words, message: str) -> CswsError:
    return CswsError(words.plain(message), hint=words.plain("ask.type_yes"), code="not_approved")


def _cannot_ask(outcome: str, hint: str) -> CswsError:
    message = f"Cannot ask for approval: this is not an interactive terminal. {outcome}"
    return CswsError(message, hint=hint, code="not_approved")


def warn_of_idle_deletes(session: Session, plan: Plan, options: PlanOptions) -> None:
    """Warns about each `--allow-delete` that names nothing which the plan deletes. Does not warn if
    an account has no plan, because that account may have the workspace."""
    if not options.allow_delete or any(head.standing is Standing.UNPLANNED for head in plan.heads):
        return
    deleted = {step.address for step in _steps(plan) if step.action is Action.DELETE}
    for address in sorted(options.allow_delete - deleted):
        meant = did_you_mean(address.key, [item.key for item in deleted - options.allow_delete])
        why = f"the plan does not delete a workspace `{shown(address.key)}`"
        session.note(
            f"Warning: `--allow-delete {shown(address.key)}` has no effect: {why}. {shown(meant or '')}".rstrip()
        )


def _may_be_applied(plan: AccountPlan) -> bool:
    """Whether a `yes` can make a difference: it may continue a run, and deletes may still be allowed by
    their keys."""
    return plan.goes_on or not standing_of(plan).stops or any(_must_be_allowed(step) for step in plan.steps)


def _must_be_allowed(step: Step) -> bool:
    return step.destructive and not step.allowed


def _deletes_to_confirm(plan: Plan) -> list[Address]:
    return sorted({step.address for step in _steps(plan) if _must_be_allowed(step)})


def _steps(plan: Plan) -> Iterator[Step]:
    """Every step of the run; accounts with the same steps count once."""
    return (step for group in plan.groups for step in plan.accounts[group.at].steps)


def _confirms_delete(address: Address, words: Words) -> bool:
    return ask(words, "ask.delete", item=address.key) in (address.key, str(address))
