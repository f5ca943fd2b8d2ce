"""Rolling back: a plan like any other, from the account as it is to the managed settings of an earlier revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from csws.errors import CswsError
from csws.model.change import Action, Change
from csws.model.diagnostic import merged
from csws.model.ignoring import bound
from csws.model.plan import AccountPlan, Failure, Plan
from csws.model.settings import Settings
from csws.model.target import shown_target
from csws.targets import target_for
from csws.workflow.accounts import usable_catalog
from csws.workflow.check import Checked, CheckedAccount, check_project
from csws.workflow.plan import PlanOptions, account_ref, planned_to
from csws.workflow.wanted import Wanted


def rollback_plan(root: Path, patterns: list[str] | None, number: int, options: PlanOptions, now: datetime) -> Plan:
    """The plan of every account asked for back to its revision `number`. The YAML stays as it is."""
    checked = check_project(root, patterns, now)
    accounts = tuple(_account(checked, account, number, options) for account in checked.accounts)
    found = [] if accounts else list(checked.diagnostics)
    return Plan(
        accounts=accounts, diagnostics=merged([*found, *(item for one in accounts for item in one.diagnostics)])
    )


def _account(checked: Checked, account: CheckedAccount, number: int, options: PlanOptions) -> AccountPlan:
    entry = account.loaded.entry
    blank = AccountPlan(account=entry.name, target=shown_target(entry.target))
    try:
        catalog = usable_catalog(account)
        reference = account_ref(checked.root, entry, catalog)
        with target_for(reference.scheme).reader(reference) as reader:
            state, then = reader.read(), reader.settings_at(number)
        if then is None:
            raise CswsError(
                f"`{entry.name}` has no revision {number}.", hint="`csws history` lists them.", code="no_revision"
            )
        wanted = Wanted(settings=bound(_managed(then), state.settings, {}), moved={})
        plan = planned_to(replace(blank, account_id=catalog.account_id), account, catalog, state, wanted, options)
        return replace(plan, changes=tuple(_back(change, number) for change in plan.changes))
    except CswsError as error:
        return replace(blank, exit_code=error.exit_code, error=Failure.of(error))


_REASONS = {
    Action.CREATE: "It stood in revision {0} and was deleted, which cannot be undone: it comes back as a new workspace with a new id.",
    Action.UPDATE: "It was different in revision {0}.",
    Action.DELETE: "It did not exist in revision {0}. A later way forward makes a new workspace.",
    Action.MOVE: "It had this key in revision {0}.",
}


def _back(change: Change, number: int) -> Change:
    """Why a change is made on the way back, and which part of it is not the old thing again."""
    return replace(change, reason=_REASONS[change.action].format(number))


def _managed(settings: Settings) -> Settings:
    return settings.with_workspaces(list(settings.managed))
