"""Resuming: the plans of runs that were begun and have not ended, as the stores have kept them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from csws.model.catalog import Catalog
from csws.model.plan import AccountPlan, Failure, Plan
from csws.model.plan_document import account_from
from csws.targets import target_for
from csws.workflow.accounts import Outcome, for_each
from csws.workflow.check import Checked, CheckedAccount
from csws.workflow.plan import account_ref


def unfinished_plan(root: Path, patterns: list[str] | None, now: datetime) -> Plan:
    """The plan of every account asked for that has an unfinished run. It was approved when it was begun."""
    found = for_each(root, patterns, now, _unfinished)
    return Plan(accounts=tuple(plan for outcome in found for plan in _plans(outcome)))


def _unfinished(checked: Checked, account: CheckedAccount, catalog: Catalog) -> AccountPlan | None:
    reference = account_ref(checked.root, account.loaded.entry, catalog)
    text = target_for(reference.scheme).unfinished(reference)
    return account_from(json.loads(text)) if text is not None else None


def _plans(outcome: Outcome[AccountPlan | None]) -> list[AccountPlan]:
    if outcome.error is not None:
        failed = AccountPlan(account=outcome.account, target=outcome.target, exit_code=outcome.exit_code)
        return [replace(failed, error=Failure.of(outcome.error))]
    return [outcome.value] if outcome.value is not None else []
