"""Rolling back: a plan like any other, from the account as it is to the managed settings of an earlier revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from csws.errors import CswsError
from csws.model.change import Action, Change
from csws.model.plan import AccountPlan, Failure
from csws.model.run import Plan
from csws.model.target import shown_target
from csws.state.ignoring import bound
from csws.targets import target_for
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.desired import Wanted, managed
from csws.workflow.account.plan import PlanOptions, account_ref, planned_to
from csws.workflow.run.fleet import Fleet, each
from csws.workflow.run.per_account import usable_catalog
from csws.workflow.run.plan_run import IN_ONE, Collecting, Planned, lost_plan


def rollback_plan(
    root: Path, patterns: list[str] | None, number: int, options: PlanOptions, now: datetime, fleet: Fleet = IN_ONE
) -> Plan:
    """The plan of every account asked for back to its revision `number`. The YAML stays as it is."""
    opened = open_checked(root, patterns, now)
    fleet.check_reaches(opened.accounts, opened.names)
    items = ((name, None) for name in opened.names)
    found = each(opened.carried, items, len(opened.names), partial(_account, number, options), fleet, lost_plan)
    plans = Collecting(() if opened.names else opened.told())
    for planned in found:
        plans.add(planned)
    return plans.plan()


def _account(number: int, options: PlanOptions, opened: Opened, name: str, extra: Any) -> Planned:
    account = check_account(opened, name)
    blank = AccountPlan(account=name, target=shown_target(account.loaded.entry.target))
    try:
        return Planned.of(_back_to(number, options, opened.root, account, blank))
    except CswsError as error:
        return Planned.of(replace(blank, exit_code=error.exit_code, error=Failure.of(error)))


def _back_to(number: int, options: PlanOptions, root: Path, account: CheckedAccount, blank: AccountPlan) -> AccountPlan:
    catalog = usable_catalog(account)
    reference = account_ref(root, account.loaded.entry, catalog)
    with target_for(reference.scheme).reader(reference) as reader:
        state, then = reader.read(), reader.settings_at(number)
    if then is None:
        raise CswsError(
            f"`{account.name}` has no revision {number}.", hint="Run `csws history` to list them.", code="no_revision"
        )
    wanted = Wanted(settings=bound(managed(then), state.settings, {}), moved={})
    plan = planned_to(replace(blank, account_id=catalog.account_id), account, catalog, state, wanted, options)
    return replace(plan, changes=tuple(_back(change, number) for change in plan.changes))


_REASONS = {
    Action.CREATE: "It existed in revision {0} and was deleted. A delete cannot be undone, so it comes back as a new workspace with a new id.",
    Action.UPDATE: "It was different in revision {0}.",
    Action.DELETE: "It did not exist in revision {0}. If you want it back later, csws creates a new workspace.",
    Action.MOVE: "It had this key in revision {0}.",
}


def _back(change: Change, number: int) -> Change:
    """Why a change is made on the way back, and which part of it is not the old thing again."""
    return replace(change, reason=_REASONS[change.action].format(number))
