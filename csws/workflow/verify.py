"""Verifying a saved plan: against its account's base where the project can read it, else by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from csws.errors import CswsError, NewerStore
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.model.settings import Settings
from csws.state.references import named
from csws.state.snapshot import settings_of
from csws.verifier import verify_saved
from csws.workflow.account.check import Opened, check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.run.per_account import usable_catalog


def verify_plan(root: Path, plan: Plan, now: datetime) -> dict[str, tuple[bool, list[str]]]:
    """For each account of the plan: whether its base was available, and what is wrong with it."""
    opened = open_checked(root, None, now)
    out = {}
    for account in plan.accounts:
        base = _base(opened, account)
        out[account.account] = (base is not None, verify_saved(account, base))
    return out


def _base(opened: Opened, plan: AccountPlan) -> Settings | None:
    """The settings that the plan was made for, by name; None where they cannot be read here. Raises NewerStore."""
    if plan.account not in opened.names or plan.base is None:
        return None
    account = check_account(opened, plan.account)
    try:
        catalog = usable_catalog(account)
        target, reference = reached(opened.root, account.loaded.entry, catalog)
        with target.reader(reference) as reader:
            settings = settings_of(plan.base, reader)
    except NewerStore:
        raise
    except CswsError:
        return None
    return named(settings, catalog) if settings is not None else None
