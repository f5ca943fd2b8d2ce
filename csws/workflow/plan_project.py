"""Planning: what would change in each account of a project. One that is invalid or fails never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from csws.errors import CswsError
from csws.model.alike import PlanHead, plan_head
from csws.model.diagnostic import Diagnostic, Merging
from csws.model.plan import AccountPlan, Failure
from csws.model.run import Plan
from csws.workflow.check import Opened, check_account, open_checked
from csws.workflow.fleet import Fleet, each_of
from csws.workflow.plan import PlanOptions, plan_account
from csws.workflow.shelf import Shelf, packed

IN_ONE = Fleet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An account's plan on its way: closed, with what has to be known of it outside."""

    head: PlanHead
    plan: bytes
    diagnostics: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, plan: AccountPlan) -> Planned:
        return cls(head=plan_head(plan), plan=packed(plan), diagnostics=plan.diagnostics)


def plan_project(
    root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime, fleet: Fleet = IN_ONE
) -> Plan:
    """The plan of every account asked for."""
    opened = open_checked(root, patterns, now)
    fleet.check_reaches(opened.accounts, opened.names)
    found = each_of(opened, partial(_plan, options), fleet, lost_plan)
    return collected(found, opened.told())


def _plan(options: PlanOptions, opened: Opened, name: str, extra: Any) -> Planned:
    return Planned.of(plan_account(opened.root, check_account(opened, name), options))


def lost_plan(name: str, error: CswsError) -> Planned:
    return Planned.of(AccountPlan(account=name, exit_code=error.exit_code, error=Failure.of(error)))


def collected(planned: Iterable[Planned], shared: Iterable[Diagnostic]) -> Plan:
    """The plan of a run, in memory that does not grow with the size of its accounts' plans."""
    shelf: Shelf[AccountPlan] = Shelf()
    heads, findings = [], Merging()
    findings.add(shared)
    for item in planned:
        shelf.add(item.plan)
        heads.append(item.head)
        findings.add(item.diagnostics)
    return Plan(accounts=shelf, diagnostics=findings.all(), heads=tuple(heads))
