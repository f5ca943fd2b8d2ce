"""Compares the unfinished run of an account with the account as it is: which steps are done, which wait, whether it
is overtaken. Uses only a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csws.documents.run_document import run_plan
from csws.errors import CswsError, NewerStore, StalePlan
from csws.kinds import kind_of
from csws.model.catalog import Catalog
from csws.model.digest import canonical
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Step, hashed
from csws.model.runs import BegunRun, DoneStep, Overtaken, UnfinishedRun
from csws.model.target import AccountRef, Reader, Target
from csws.model.unknown import Unknown
from csws.state.references import by_name, in_force, spelled
from csws.state.waiting import is_done
from csws.targets.ledger.tables import newer_record

if TYPE_CHECKING:
    from csws.apply import Prepared


@frozen
class Held:
    """A run with its plan. `before` are its finished steps, including those that were only observed to be done.
    `prepared` is None if steps do not go one at a time, or if names refer to something else by now."""

    run: UnfinishedRun
    begun: BegunRun
    plan: AccountPlan
    before: Mapping[int, DoneStep]
    prepared: Prepared | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits any more."""
        return not self.run.waiting

    @property
    def steps_left(self) -> tuple[Step, ...]:
        """The steps that wait, by name."""
        return tuple(step for step in self.plan.steps if step.id in self.run.waiting)


def waiting(held: Held | None) -> Held | None:
    """The run, unless nothing of it waits any more."""
    return held if held is not None and not held.is_over else None


def held_run(target: Target, reference: AccountRef, reader: Reader, catalog: Catalog) -> Held | None:
    """The account's unfinished run. Raises NewerStore where a newer csws began it."""
    begun = reader.unfinished()
    if begun is None:
        return None
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
    from csws.apply import prepare_run  # most plans meet no run
    from csws.workflow.account.runbook import runbook_path

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


def is_same(steps: Iterable[Step], others: Iterable[Step]) -> bool:
    """Whether two lists of steps do the same: action, address, `was` and `sets` agree in order (SPEC §3)."""
    return list(map(identity, steps)) == list(map(identity, others))


def identity(step: Step) -> str:
    return canonical(hashed(step))


def without_made(steps: Iterable[Step], held: Held) -> tuple[Step, ...]:
    """The steps of a plan but for the properties that the run has made and the catalogue does not have yet."""
    made = {identity(step) for step in held.plan.steps if step.id in held.before}
    return tuple(step for step in steps if kind_of(step.address).is_recorded or identity(step) not in made)
