"""Completes a plan with the situation of its account: an unfinished run, and whether anything is recorded of the
account."""

from __future__ import annotations

from dataclasses import replace

from csws.kinds import kind_of
from csws.load.account import LoadedAccount
from csws.model.change import Change
from csws.model.diagnostic import Diagnostic, merged
from csws.model.plan import AccountPlan, Step
from csws.model.rule_input import ApplySubject
from csws.model.target import State
from csws.rules import apply_findings
from csws.workflow.account.check import CheckedAccount
from csws.workflow.account.finding import diagnostic
from csws.workflow.account.running import Held, identity, is_same, waiting, without_made


def beside_its_run(
    plan: AccountPlan, held: Held | None, account: CheckedAccount, state: State, *, new_account: bool
) -> AccountPlan:
    """The plan with the account's unfinished run. A plan whose steps are what waits of that run *is* that run's."""
    waits = waiting(held)
    if waits is not None:
        plan = replace(plan, run=waits.run)
    if plan.base is None or plan.exit_code:
        return plan
    if waits is not None and is_of_run(plan, waits):
        return _that_of_the_run(plan, waits)
    found = guards(plan, waits, account.loaded, state, new_account=new_account)
    return replace(plan, diagnostics=merged([*plan.diagnostics, *found])) if found else plan


def _that_of_the_run(plan: AccountPlan, held: Held) -> AccountPlan:
    """The plan with the run's own steps. Its guards were judged when the run began."""
    found = tuple(item for item in plan.diagnostics if not (item.is_error and item.guard))
    return replace(
        plan,
        goes_on=True,
        steps=held.steps_left,
        changes=tuple(item for item in plan.changes if not _is_made(item, held)),
        diagnostics=found,
        applyable=not any(item.is_error for item in found),
    )


def _is_made(change: Change, held: Held) -> bool:
    """Whether a change is only a property that the run has made, and that the catalogue does not have yet."""
    left = {step.address for step in held.steps_left}
    return not kind_of(change.address).is_recorded and change.address not in left


def is_of_run(plan: AccountPlan, held: Held) -> bool:
    """Whether applying the plan means going on with a run that waits for a person."""
    if not held.run.waits or not plan.steps:
        return False
    return plan.digest == held.run.digest or is_same(without_made(plan.steps, held), held.steps_left)


def guards(
    plan: AccountPlan, held: Held | None, account: LoadedAccount, state: State, *, new_account: bool
) -> list[Diagnostic]:
    """What is judged only when something is applied (CSW606, CSW607)."""
    waits = waiting(held) if held is not None and held.run.waits else None
    known = _known_steps(plan.steps, waits) if waits else ()
    subject = ApplySubject(
        account=account.entry,
        revision=state.revision,
        new_account=new_account,
        waiting=waits.run if waits else None,
        known_steps=known,
        new_steps=tuple(step.id for step in plan.steps if step.id not in known),
    )
    return [diagnostic(rule, finding, account) for rule, finding in apply_findings(subject)]


def _known_steps(steps: tuple[Step, ...], held: Held) -> tuple[int, ...]:
    """The ids of a plan's steps that wait in the run too."""
    waiting = set(map(identity, held.steps_left))
    return tuple(step.id for step in steps if identity(step) in waiting)
