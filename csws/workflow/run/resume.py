"""Resuming: what remains of a run that was approved and has not ended.

Of an account whose run was begun, its store keeps the plan. Of those that the run did not come to, `.csws/run.json` keeps the
digests that were approved: a plan that is made again and has the same digest is that very plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from csws.documents.plan_0_1 import as_csws_0_1
from csws.errors import CswsError, StalePlan
from csws.model.plan import AccountPlan, Failure
from csws.model.run import Plan
from csws.model.runs import How
from csws.model.target import shown_target
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.ending import ended_failure
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import plan_account, reached
from csws.workflow.account.running import Held, is_same
from csws.workflow.run.approved import approved_digests
from csws.workflow.run.finding import Found, run_of
from csws.workflow.run.fleet import Fleet, each
from csws.workflow.run.per_account import check_has_accounts, usable_catalog
from csws.workflow.run.plan_run import IN_ONE, Collecting, Planned, lost_plan

Remaining = tuple[str | None, Planned | None]  # the id of a run that was begun, and its plan


def remaining_plan(
    root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime, fleet: Fleet = IN_ONE
) -> tuple[Plan, dict[str, str]]:
    """The plans that remain, and by account the ids of the runs that were begun (their guards were judged then). Raises
    ConfigInvalid where the project names no account."""
    opened, kept = open_checked(root, patterns, now), approved_digests(root)
    check_has_accounts(opened)
    fleet.check_reaches(opened.accounts, opened.names)
    items = ((name, kept.get(name)) for name in opened.names)
    found = each(opened.carried, items, len(opened.names), partial(_remaining, options), fleet, _lost)
    return _collected(found)


def run_plan_of(opened: Opened, found: Found, options: PlanOptions) -> tuple[Plan, dict[str, str]]:
    """The same for one run alone. Raises StalePlan where it has ended since it was found."""
    plan, begun = _collected(iter([_remaining(options, opened, found.name, None)]))
    if not plan.heads or begun.get(found.name, found.id) != found.id:
        raise ended_failure(found.id)
    return plan, begun


def _collected(found: Iterator[Remaining]) -> tuple[Plan, dict[str, str]]:
    plans = Collecting()
    begun: dict[str, str] = {}
    for run, planned in found:
        if planned is not None:
            plans.add(planned)
            begun |= {planned.head.account: run} if run else {}
    return plans.plan(), begun


def _lost(name: str, error: CswsError) -> Remaining:
    return None, lost_plan(name, error)


def _remaining(options: PlanOptions, opened: Opened, name: str, approved: str | None) -> Remaining:
    account = check_account(opened, name)
    try:
        _, _, held = run_of(opened.root, account)
    except CswsError as error:
        blank = AccountPlan(account=name, target=shown_target(account.loaded.entry.target))
        return None, Planned.of(replace(blank, exit_code=error.exit_code, error=Failure.of(error)))
    if held is not None:
        return held.run.id, Planned.of(_resumable(opened.root, account, held, options))
    plan = _approved(opened.root, account, plan_account(opened.root, account, options), approved) if approved else None
    return None, Planned.of(plan) if plan else None


def _resumable(root: Path, account: CheckedAccount, held: Held, options: PlanOptions) -> AccountPlan:
    """The plan of a run. On an atomic target none of it has been applied, so it continues only if the configuration
    still asks for it; else the failure has the command that begins it anew."""
    if held.run.waits:
        return held.plan
    made = held.begun.made
    if made.how is How.CONFIG and _still_leads_to(root, account, held, options):
        return held.plan
    command = made.command if made.command.startswith("csws --account") else f"csws --account {account.name} apply"
    why = "the configuration no longer leads to its plan" if made.how is How.CONFIG else "--resume does not repeat it"
    stale = StalePlan(
        f"Run {held.run.id} was not resumed, because {why}; nothing was done. To begin it anew, run `{command}`.",
        hint="The next apply of this account ends the unfinished run.",
        code="not_resumed",
    )
    return replace(held.plan, exit_code=stale.exit_code, error=Failure.of(stale), applyable=False)


def _still_leads_to(root: Path, account: CheckedAccount, held: Held, options: PlanOptions) -> bool:
    plan = plan_account(root, account, replace(options, records=()))  # its guards were judged when it began
    if plan.base is None or plan.exit_code or held.plan.base is None:
        return False
    same_base = plan.base.revision == held.plan.base.revision
    return same_base and (is_same(plan.steps, held.plan.steps) or held.run.digest == _digest_0_1(root, account, plan))


def _approved(root: Path, account: CheckedAccount, plan: AccountPlan, digest: str) -> AccountPlan | None:
    """The plan if it is the approved one; None where nothing is left to do."""
    if plan.base is not None and not plan.steps:
        return None
    if plan.base is None or digest == plan.digest or digest == _digest_0_1(root, account, plan):
        return plan
    stale = StalePlan(
        f"The plan of `{plan.account}` is no longer the approved one: the account or its files have changed.",
        hint="Review a new plan with `csws plan`, then apply it.",
    )
    return replace(plan, exit_code=stale.exit_code, error=Failure.of(stale), applyable=False)


def _digest_0_1(root: Path, account: CheckedAccount, plan: AccountPlan) -> str | None:
    """The digest that csws 0.1 would have given to this plan, for a run that it began."""
    target, reference = reached(root, account.loaded.entry, usable_catalog(account))
    with target.reader(reference) as reader:
        base = reader.settings_at(plan.base.revision) if plan.base else None
    as_then = as_csws_0_1(plan, base) if base else None
    return as_then.digest if as_then else None
