"""Applying the plan of a run: each account's alone, whole or not at all; one that fails never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from csws.errors import CswsError, StalePlan, UsageFault
from csws.executors import HERE, is_elsewhere
from csws.load.account import carried
from csws.load.project import Project, open_project
from csws.model.diagnostic import Diagnostic, Merging
from csws.model.event import Event, EventKind, nobody
from csws.model.frozen import frozen
from csws.model.grouping import PlanHead
from csws.model.plan import AccountPlan, Failure
from csws.model.report import AccountReport
from csws.model.reports import Report, ReportHead, report_head
from csws.model.run import Plan
from csws.model.target_traits import parts_of
from csws.targets import target_for
from csws.workflow.account.apply import apply_account, plan_event
from csws.workflow.account.check import chosen
from csws.workflow.account.task import ApplyOptions
from csws.workflow.run.fleet import Fleet, Item, each
from csws.workflow.run.plan_run import IN_ONE
from csws.workflow.run.spill import Packed, SpilledList


@frozen
class _Applied:
    """An account's report on its way: closed, with what has to be known of it outside, and what happened meanwhile."""

    head: ReportHead
    report: Packed[AccountReport]
    diagnostics: tuple[Diagnostic, ...]
    events: tuple[Event, ...] = ()

    @classmethod
    def of(cls, report: AccountReport, events: tuple[Event, ...] = ()) -> _Applied:
        return cls(head=report_head(report), report=Packed(report), diagnostics=report.diagnostics, events=events)


def apply_project(
    root: Path, patterns: list[str] | None, plan: Plan, options: ApplyOptions, fleet: Fleet = IN_ONE
) -> Report:
    """Applies the plans of the accounts asked for."""
    names = frozenset(chosen([head.account for head in plan.heads], patterns))
    project = open_project(root).without_files()
    fleet = _settled(fleet, len(names), manual=_has_manual_steps(project, names))
    fleet.check_reaches(project.accounts, names)
    here = fleet.executor == HERE
    work = partial(_apply, options) if here else partial(_apply_far, replace(options, listen=nobody, ask=None))
    spilled: SpilledList[AccountReport] = SpilledList()
    heads, findings = [], Merging()
    findings.add(
        item for item in plan.diagnostics if not item.guard and (not item.accounts or names & set(item.accounts))
    )  # guards are judged again, with the options of this run
    for applied in each(partial(carried, project), _items(plan, names), len(names), work, fleet, _lost):
        for event in applied.events:
            options.listen(event)
        spilled.add(applied.report)
        heads.append(applied.head)
        findings.add(applied.diagnostics)
    report = Report(accounts=spilled, diagnostics=findings.all(), heads=tuple(heads))
    options.listen(Event(kind=EventKind.SUMMARY, exit_code=report.exit_code))
    return report


def _items(plan: Plan, names: frozenset[str]) -> Iterator[Item]:
    accounts = plan.accounts
    for at, head in enumerate(plan.heads):
        if head.account in names:
            yield head.account, accounts.packed(at) if isinstance(accounts, SpilledList) else Packed(accounts[at])


def _has_manual_steps(project: Project, names: frozenset[str]) -> bool:
    nodes = (project.accounts[name] for name in project.accounts if name in names)
    targets = {str(child.value) for node in nodes if (child := node.mapping.get("target")) is not None}
    for scheme in {parts_of(target)[0] for target in targets}:
        with suppress(CswsError):
            if not target_for(scheme).atomic:
                return True
    return False


def _settled(fleet: Fleet, accounts: int, *, manual: bool) -> Fleet:
    """Where a person may be asked or waited for, the work is done here, one account after the other."""
    if not manual:
        return fleet.settled(accounts)
    if is_elsewhere(fleet.executor):
        raise UsageFault(
            "HubSpot accounts cannot use --executor: their steps are manual.",
            hint="Leave out --executor, or choose other accounts with --account.",
        )
    return replace(fleet, jobs=1, executor=HERE)


def _apply(options: ApplyOptions, project: Project, name: str, packed: Packed[AccountPlan]) -> _Applied:
    """Applies one account's plan, and reports events to the listener as they happen."""
    plan = packed.value()
    told: list[EventKind] = []

    def listen(event: Event) -> None:
        told.append(event.kind)
        options.listen(event)

    report = apply_account(project, plan, replace(options, listen=listen))
    if EventKind.PLAN not in told:  # nothing was begun
        listen(plan_event(plan, report.run))
    message = report.error.message if report.error else None
    listen(Event(kind=EventKind.SUMMARY, account=name, run=report.run, exit_code=report.exit_code, message=message))
    return _Applied.of(report)


def _apply_far(options: ApplyOptions, project: Project, name: str, packed: Packed[AccountPlan]) -> _Applied:
    """In a worker: the one who began the run hears of what happened when the account has ended."""
    events: list[Event] = []

    def listen(event: Event) -> None:
        events.append(replace(event, at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")))

    applied = _apply(replace(options, listen=listen), project, name, packed)
    return replace(applied, events=tuple(events))


def _lost(name: str, error: CswsError) -> _Applied:
    report = AccountReport(account=name, target="", exit_code=error.exit_code, error=Failure.of(error))
    event = Event(kind=EventKind.SUMMARY, account=name, exit_code=error.exit_code, message=error.message)
    return _Applied.of(report, (event,))


def check_expected(plan: Plan, expect: Sequence[str], names: Iterable[str] | None = None) -> None:
    """Raises StalePlan unless the plan is an approved one: by its own digest, or account by account. An account counts too if
    nothing is left to do in it and the expected plan made its newest revision. `names` are the accounts asked for."""
    asked = None if names is None else frozenset(names)
    if not expect or plan.digest in expect:
        return
    heads = [head for head in plan.heads if asked is None or head.account in asked]
    wrong = [head for head in heads if not _is_expected(head, expect)]
    if not wrong and heads:
        return
    one = len(plan.heads) == 1
    found = plan.digest if one else ", ".join(f"{head.account}: {head.digest}" for head in wrong[:_MOST_NAMED])
    raise StalePlan(
        f"This is not the expected plan: {'its digest is' if one else 'not expected are'} {found}, but --expect is {', '.join(expect)}.",
        hint="Review the plan again, and approve the digest that it shows.",
        code="unexpected_plan",
    )


_MOST_NAMED = 3


def _is_expected(head: PlanHead, expect: Sequence[str]) -> bool:
    return head.digest in expect or (not head.steps and head.made_by in expect)
