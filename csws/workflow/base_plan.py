"""What a branch does: compares its plan with the plan that its base would make of the same account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from csws.errors import CswsError
from csws.kinds.addresses import yaml_path
from csws.load.node import Node, place
from csws.model.address import Address
from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.diagnostic import Diagnostic, Span
from csws.model.fields import Value
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.workflow.account.check import Opened, check_account, open_checked
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import plan_account
from csws.workflow.repository import files_at
from csws.workflow.run.fleet import Fleet, each
from csws.workflow.run.plan_run import IN_ONE, Collecting, Planned, check_one_account, lost_plan


@frozen
class ComparedPlan:
    """`unknown` are the accounts of which the base has no plan: all their changes count as the branch's."""

    plan: Plan
    unknown: tuple[str, ...]


@frozen
class _Pair:
    """What came of one account: its marked plan, and whether the base has a plan of it."""

    planned: Planned
    known: bool


def compared_plan(
    root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime, ref: str, fleet: Fleet = IN_ONE
) -> ComparedPlan:
    """The plan of the files as they are, each change with its origin. Raises UsageFault for an unknown ref."""
    opened = open_checked(root, patterns, now)
    check_one_account(opened, options)
    fleet.check_reaches(opened.accounts, opened.names)
    with files_at(root, ref) as files:
        base = open_checked(files, None, now)
        items = ((name, _part(base, name)) for name in opened.names)
        pairs = each(opened.carried, items, len(opened.names), partial(_compare, options), fleet, _lost)
        unknown: list[str] = []
        plans = Collecting(opened.told())
        for pair in pairs:
            plans.add(pair.planned)
            unknown += [] if pair.known else [pair.planned.head.account]
    return ComparedPlan(plan=plans.plan(), unknown=tuple(unknown))


def _part(base: Opened, name: str) -> Opened | None:
    """What the base says of an account, to be sent along; None where it does not have it."""
    return base.carried((name,)) if name in base.project.accounts else None


def _lost(name: str, error: CswsError) -> _Pair:
    return _Pair(planned=lost_plan(name, error), known=False)


def _compare(options: PlanOptions, opened: Opened, name: str, base: Opened | None) -> _Pair:
    """The account of here, planned by the files of here and by those of the base."""
    plan = plan_account(opened.root, check_account(opened, name), options)
    there = check_account(base, name) if base else None
    before = plan_account(opened.root, there, replace(options, records=())) if there else None
    marked = _marked(plan, before, there.loaded.tree if there else None)
    return _Pair(planned=Planned.of(marked), known=_is_planned(before))


def _is_planned(plan: AccountPlan | None) -> bool:
    return plan is not None and plan.base is not None


def _marked(plan: AccountPlan, base: AccountPlan | None, tree: Node | None) -> AccountPlan:
    known = {item.address: item for item in base.changes} if base else {}
    changes = tuple(_sourced(_introduced(item, known.get(item.address)), tree) for item in plan.changes)
    gone = {str(change.address): change.address for change in changes if change.action is Action.DELETE}
    found = tuple(_placed(item, gone, tree) for item in plan.diagnostics)
    return replace(plan, changes=changes, diagnostics=found)


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


def _placed(item: Diagnostic, gone: Mapping[str, Address], tree: Node | None) -> Diagnostic:
    """A finding about a deleted block points at where the block was."""
    address = gone.get(item.address)
    return replace(item, span=_place(address, tree) or item.span) if address else item


def _place(address: Address, tree: Node | None) -> Span | None:
    path = yaml_path(address)
    return place(tree, path, key=True) if tree is not None and tree.at(path) else None
