"""Compares the unfinished run of an account with the account as it is: which steps are done, which wait, whether it
is overtaken. Uses only a reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from csws.apply import Prepared, prepare_run
from csws.documents.run_document import run_plan
from csws.errors import CswsError, NewerStore, StalePlan
from csws.kinds import kind_of
from csws.model.catalog import Catalog
from csws.model.plan import AccountPlan
from csws.model.runs import BegunRun, DoneStep, Overtaken, UnfinishedRun
from csws.model.target import AccountRef, Reader, Target
from csws.model.unknown import Unknown
from csws.state.references import by_name, in_force, spelled
from csws.state.waiting import is_done
from csws.targets.ledger.tables import newer_record
from csws.workflow.account.running import Held


def compared(target: Target, reference: AccountRef, reader: Reader, catalog: Catalog, begun: BegunRun) -> Held | None:
    """The run with what is done of it. Raises NewerStore where a newer csws began it."""
    if target.atomic:
        return _held_whole(begun, reference)
    plan = plan_of(begun, reference)
    return _held_step_by_step(target, reference, reader, catalog, begun, plan)


def _held_whole(begun: BegunRun, reference: AccountRef) -> Held | None:
    """Nothing of the run has been applied. A run whose account has changed since blocks nothing: the next apply ends
    it."""
    try:
        plan = plan_of(begun, reference)
    except NewerStore:
        raise
    except CswsError:
        return None
    every = tuple(step.id for step in plan.steps)
    return Held(run=_unfinished(begun, waiting=every), begun=begun, plan=plan, before={})


def plan_of(begun: BegunRun, reference: AccountRef) -> AccountPlan:
    try:
        return run_plan(begun.plan)
    except Unknown as error:
        raise newer_record(reference, str(error)) from error


def _held_step_by_step(
    target: Target, reference: AccountRef, reader: Reader, catalog: Catalog, begun: BegunRun, plan: AccountPlan
) -> Held:
    from csws.workflow.account.runbook import runbook_path  # atomic targets have no runbook

    done = reader.done_in(begun.id)
    try:
        prepared = prepare_run(plan, begun.id, catalog, reader)
    except StalePlan:  # a name refers to something else by now; resuming reports that
        left = tuple(step.id for step in plan.steps if step.id not in done)
        run = _unfinished(begun, done=tuple(sorted(done)), waiting=left, manual=left, waits=True)
        return Held(run=run, begun=begun, plan=plan, before=done)
    before, doubt = {**observed(prepared, reader), **done}, reader.in_doubt(begun.id)
    run = _unfinished(
        begun,
        done=prepared.before,
        waiting=tuple(step.id for step in prepared.left),
        manual=tuple(step.id for step in prepared.left if target.is_manual(reference, step)),
        in_doubt=tuple(step.id for step in prepared.left if step.id in doubt),
        overtaken=_named(prepared, catalog),
        runbook=runbook_path(Path(reference.root), reference.name),
        waits=True,
    )
    return Held(run=run, begun=begun, plan=plan, before=before, prepared=prepared)


def _unfinished(begun: BegunRun, **more: object) -> UnfinishedRun:
    blank = UnfinishedRun(id=begun.id, digest=begun.digest, since=begun.since, by=begun.by)
    return replace(blank, **more)  # type: ignore[arg-type]


def observed(prepared: Prepared, reader: Reader) -> dict[int, DoneStep]:
    """The steps of a run that are done although nobody reported them, each with the first person who observed it."""
    seen = [step for step in prepared.steps if step.id in prepared.before and step.id not in prepared.done]
    if not seen:
        return {}
    revisions = list(reader.revisions())
    out = {}
    for step in seen:
        first = None
        for item in reversed(revisions):
            if not is_done(step, item.settings):
                break
            first = item
        who, at = (first.operator, first.at) if first else (None, "")
        out[step.id] = DoneStep(run=prepared.run or "", step=step.id, at=at, who=who)
    return out


def _named(prepared: Prepared, catalog: Catalog) -> tuple[Overtaken, ...]:
    by_step = {
        step.id: (kind_of(step.address), in_use) for step, in_use in in_force(prepared.steps, prepared.origin.objects)
    }

    def one(item: Overtaken) -> Overtaken:
        kind, objects = by_step[item.step]
        sides = (spelled(kind, item.path, side, objects, catalog, by_name) for side in (item.expected, item.found))
        expected, found = sides
        return replace(item, expected=expected, found=found)

    return tuple(map(one, prepared.overtaken))
