"""Planning: what would change in each account of a project. One that is invalid or fails never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from csws.errors import CswsError, UsageFault
from csws.model.diagnostic import Diagnostic, Merging
from csws.model.frozen import frozen
from csws.model.grouping import PlanHead, plan_head
from csws.model.plan import AccountPlan, Failure
from csws.model.run import Plan
from csws.workflow.account.check import Opened, check_account, open_checked
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import plan_account
from csws.workflow.run.fleet import Fleet, each_of
from csws.workflow.run.spill import Packed, SpilledList

IN_ONE = Fleet()


@frozen
class Planned:
    """An account's plan on its way: closed, with what has to be known of it outside."""

    head: PlanHead
    plan: Packed[AccountPlan]
    diagnostics: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, plan: AccountPlan) -> Planned:
        return cls(head=plan_head(plan), plan=Packed(plan), diagnostics=plan.diagnostics)


def plan_project(
    root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime, fleet: Fleet = IN_ONE
) -> Plan:
    """The plan of every account asked for."""
    opened = open_checked(root, patterns, now)
    check_one_account(opened, options)
    fleet.check_reaches(opened.accounts, opened.names)
    fleet.load_targets(opened.accounts, opened.names)
    plans = Collecting(opened.told())
    for planned in each_of(opened, partial(_plan, options), fleet, lost_plan):
        plans.add(planned)
    return plans.plan()


def check_one_account(opened: Opened, options: PlanOptions) -> None:
    """Raises UsageFault where records are given to several accounts: they are those of one."""
    if len(opened.names) > 1 and (options.records or options.activity):
        hint = f"Choose one, e.g. --account {opened.names[0]}, or name each account's file in csws.yaml: `score_records: PATH`."
        raise UsageFault("Records are those of one account, and several are asked for.", hint=hint)


def _plan(options: PlanOptions, opened: Opened, name: str, extra: Any) -> Planned:
    return Planned.of(plan_account(opened.root, check_account(opened, name), options))


def lost_plan(name: str, error: CswsError) -> Planned:
    return Planned.of(AccountPlan(account=name, exit_code=error.exit_code, error=Failure.of(error)))


class Collecting:
    """The plan of a run as its accounts come in, in memory that does not grow with the size of their plans. `shared` are
    the findings that no account has for itself."""

    def __init__(self, shared: Iterable[Diagnostic] = ()) -> None:
        self._spilled: SpilledList[AccountPlan] = SpilledList()
        self._heads: list[PlanHead] = []
        self._findings = Merging()
        self._findings.add(shared)

    def add(self, planned: Planned) -> None:
        self._spilled.add(planned.plan)
        self._heads.append(planned.head)
        self._findings.add(planned.diagnostics)

    def plan(self) -> Plan:
        return Plan(accounts=self._spilled, diagnostics=self._findings.all(), heads=tuple(self._heads))
