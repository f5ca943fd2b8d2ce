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
from csws.workflow.made_from import Seen, is_remembered, made_from, watched
from csws.workflow.plan import PlanOptions, plan_account
from csws.workflow.shelf import Shelf, packed

IN_ONE = Fleet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An account's plan on its way: closed, with what has to be known of it outside, and with what it was made from."""

    head: PlanHead
    plan: bytes
    diagnostics: tuple[Diagnostic, ...]
    seen: Seen | None = None

    @classmethod
    def of(cls, plan: AccountPlan, seen: Seen | None = None) -> Planned:
        return cls(head=plan_head(plan), plan=packed(plan), diagnostics=plan.diagnostics, seen=seen)


def plan_project(
    root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime, fleet: Fleet = IN_ONE
) -> Plan:
    """The plan of every account asked for."""
    opened = open_checked(root, patterns, now)
    fleet.check_reaches(opened.accounts, opened.names)
    found = each_of(opened, partial(_plan, options, is_remembered(opened)), fleet, lost_plan)
    return collected(found, opened.told(), opened)


def _plan(options: PlanOptions, remembered: bool, opened: Opened, name: str, extra: Any) -> Planned:
    account = check_account(opened, name)
    if not remembered:
        return Planned.of(plan_account(opened.root, account, options))
    plan, seen = watched(opened, account, lambda: plan_account(opened.root, account, options))
    return Planned.of(plan, seen)


def lost_plan(name: str, error: CswsError) -> Planned:
    return Planned.of(AccountPlan(account=name, exit_code=error.exit_code, error=Failure.of(error)))


def collected(planned: Iterable[Planned], shared: Iterable[Diagnostic], opened: Opened | None = None) -> Plan:
    """The plan of a run, in memory that does not grow with the size of its accounts' plans. It knows what it was made from
    where that is the opened project and nothing else."""
    shelf: Shelf[AccountPlan] = Shelf()
    heads, seen, findings = [], [], Merging()
    findings.add(shared)
    for item in planned:
        shelf.add(item.plan)
        heads.append(item.head)
        seen.append(item.seen)
        findings.add(item.diagnostics)
    sources = made_from(opened, seen, settings=True) if opened else None
    return Plan(accounts=shelf, diagnostics=findings.all(), heads=tuple(heads), sources=sources)
