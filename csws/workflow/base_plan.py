"""What a branch does: its plan held against the plan that its base would make of the same account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from csws.load.node import Node, place
from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.diagnostic import Diagnostic, Span, merged
from csws.model.fields import Value
from csws.model.plan import AccountPlan, Plan
from csws.workflow.check import Checked, check_project
from csws.workflow.plan import PlanOptions, plan_account, plan_checked
from csws.workflow.repository import files_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`unknown` are the accounts of which the base has no plan: all their changes count as the branch's."""

    plan: Plan
    unknown: tuple[str, ...]


def compared_plan(root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime, ref: str) -> Compared:
    """The plan of the files as they stand, each change with where it comes from. Raises UsageFault for a ref unknown."""
    checked = check_project(root, patterns, now)
    plan = plan_checked(checked, options)
    with files_at(root, ref) as files:
        base = _base(files, root, [account.name for account in checked.accounts], now)
        plans = {item.name: plan_account(base, item, options) for item in base.accounts}
    trees = {item.name: item.loaded.tree for item in base.accounts}
    accounts = tuple(_marked(item, plans.get(item.account), trees.get(item.account)) for item in plan.accounts)
    unknown = tuple(name for name in (item.account for item in accounts) if not _is_planned(plans.get(name)))
    found = merged([_placed(item, accounts, trees) for item in plan.diagnostics])
    return Compared(plan=replace(plan, accounts=accounts, diagnostics=found), unknown=unknown)


def _base(files: Path, root: Path, names: list[str], now: datetime) -> Checked:
    """The base's files, for the accounts that both have; the accounts themselves are those of here, at `root`."""
    everything = check_project(files, None, now)
    return replace(everything, root=root, accounts=tuple(item for item in everything.accounts if item.name in names))


def _is_planned(plan: AccountPlan | None) -> bool:
    return plan is not None and plan.base is not None


def _marked(plan: AccountPlan, base: AccountPlan | None, tree: Node | None) -> AccountPlan:
    known = {item.address: item for item in base.changes} if base else {}
    changes = tuple(_sourced(_introduced(item, known.get(item.address)), tree) for item in plan.changes)
    marked = replace(plan, changes=changes)
    found = tuple(_placed(item, (marked,), {plan.account: tree}) for item in plan.diagnostics)
    return replace(marked, diagnostics=found)


def _introduced(change: Change, base: Change | None) -> Change:
    """A field that the base would set to the same value is pending there already; the rest is the branch's own."""
    same = base is not None and base.action is change.action
    pending = {(item.path, item.after) for item in base.fields} if same and base else set()
    elsewhere = Introduced.DRIFT if change.origin is Origin.DRIFT else Introduced.BASE
    fields = tuple(_field(item, pending, elsewhere) for item in change.fields)
    whole = same and all(item.introduced_by is elsewhere for item in fields)
    return replace(change, fields=fields, introduced_by=elsewhere if whole else Introduced.BRANCH)


def _field(item: FieldChange, pending: set[tuple[str, Value]], elsewhere: Introduced) -> FieldChange:
    return replace(item, introduced_by=elsewhere if (item.path, item.after) in pending else Introduced.BRANCH)


def _sourced(change: Change, tree: Node | None) -> Change:
    """A deleted block has no place any more but the one that it had in the base."""
    if change.source or change.action is not Action.DELETE:
        return change
    return replace(change, source=_place(change.address, tree))


def _placed(item: Diagnostic, accounts: tuple[AccountPlan, ...], trees: Mapping[str, Node | None]) -> Diagnostic:
    """A finding about a deleted block points at where the block was."""
    for plan in accounts:
        gone = {change.address for change in plan.changes if change.action is Action.DELETE}
        if plan.account in item.accounts and item.address in gone:
            return replace(item, span=_place(item.address, trees.get(plan.account)) or item.span)
    return item


def _place(address: str, tree: Node | None) -> Span | None:
    head, _, key = address.partition(".")
    path = ("workspaces", key)
    return place(tree, path, key=True) if tree is not None and head == "workspace" and tree.at(path) else None
