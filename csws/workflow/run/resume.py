"""Resuming: what remains of a run that was approved and has not ended.

Of an account whose run was begun, its store keeps the plan. Of those that the run did not come to, `.csws/run.json` keeps the
digests that were approved: a plan that is made again and has the same digest is that very plan.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from csws.documents.plan_0_1 import as_csws_0_1
from csws.documents.run_document import run_plan
from csws.errors import CswsError, StalePlan
from csws.load.atomic_write import replace_file
from csws.model.plan import AccountPlan, Failure
from csws.model.reports import Report
from csws.model.run import Plan
from csws.model.target import shown_target
from csws.model.unknown import Unknown
from csws.targets import target_for
from csws.targets.ledger.tables import newer_record
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.plan import PlanOptions, account_ref, plan_account
from csws.workflow.run.fleet import Fleet, each
from csws.workflow.run.per_account import usable_catalog
from csws.workflow.run.plan_run import IN_ONE, Collecting, Planned, lost_plan

KEPT = ".csws/run.json"
Remaining = tuple[bool, Planned | None]


def keep_run(root: Path, plan: Plan) -> None:
    """Notes which plans were approved. One account needs no such note: its store has the run from its first step."""
    digests = {head.account: head.digest for head in plan.heads if head.steps and head.digest}
    if len(digests) > 1:
        _keep(root, digests)


def settle_run(root: Path, report: Report, *, whole: bool) -> None:
    """Takes out what has ended well; `whole` says that nothing else remained."""
    try:
        kept = {} if whole and report.exit_code == 0 else _kept(root)
    except CswsError:  # what was done is done; who wants to resume is told
        return
    ended = {head.account for head in report.heads if head.exit_code == 0}
    left = {name: digest for name, digest in kept.items() if name not in ended}
    if left:
        _keep(root, left)
    else:
        (root / KEPT).unlink(missing_ok=True)


def _keep(root: Path, digests: dict[str, str]) -> None:
    with suppress(OSError):  # a project that may only be read can be applied all the same
        (root / KEPT).parent.mkdir(parents=True, exist_ok=True)
        replace_file(root / KEPT, json.dumps({"format_version": "1.0", "accounts": digests}, indent=1) + "\n")


def _kept(root: Path) -> dict[str, str]:
    try:
        accounts = json.loads((root / KEPT).read_text(encoding="utf-8"))["accounts"]
        return {str(name): str(digest) for name, digest in accounts.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CswsError(
            f"`{KEPT}` cannot be read, so csws does not know which plans were approved.",
            hint="Delete it and make a new plan.",
            code="file",
        ) from error


def remaining_plan(
    root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime, fleet: Fleet = IN_ONE
) -> tuple[Plan, frozenset[str]]:
    """The plans that remain, and the names of the accounts whose run was begun (their guards were judged then)."""
    opened, kept = open_checked(root, patterns, now), _kept(root)
    fleet.check_reaches(opened.accounts, opened.names)
    items = ((name, kept.get(name)) for name in opened.names)
    found = each(opened.carried, items, len(opened.names), partial(_remaining, options), fleet, _lost)
    plans, begun = Collecting(), set()
    for was_begun, planned in found:
        if planned is not None:
            plans.add(planned)
            begun |= {planned.head.account} if was_begun else set()
    return plans.plan(), frozenset(begun)


def _lost(name: str, error: CswsError) -> Remaining:
    return False, lost_plan(name, error)


def _remaining(options: PlanOptions, opened: Opened, name: str, approved: str | None) -> Remaining:
    account = check_account(opened, name)
    try:
        begun = _begun(opened.root, account)
    except CswsError as error:
        blank = AccountPlan(account=name, target=shown_target(account.loaded.entry.target))
        return False, Planned.of(replace(blank, exit_code=error.exit_code, error=Failure.of(error)))
    if begun is not None:
        return True, Planned.of(begun)
    plan = _approved(opened.root, account, plan_account(opened.root, account, options), approved) if approved else None
    return False, Planned.of(plan) if plan else None


def _begun(root: Path, account: CheckedAccount) -> AccountPlan | None:
    reference = account_ref(root, account.loaded.entry, usable_catalog(account))
    text = target_for(reference.scheme).unfinished(reference)
    try:
        return run_plan(text) if text is not None else None
    except Unknown as error:
        raise newer_record(reference, str(error)) from error


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
    reference = account_ref(root, account.loaded.entry, usable_catalog(account))
    with target_for(reference.scheme).reader(reference) as reader:
        base = reader.settings_at(plan.base.revision) if plan.base else None
    as_then = as_csws_0_1(plan, base) if base else None
    return as_then.digest if as_then else None
