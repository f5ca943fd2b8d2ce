"""Applying one account's plan: is the account where the plan begins, then every step, then one commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Protocol

from csws.errors import AnswerLost, CswsError, StalePlan
from csws.model.catalog import Catalog
from csws.model.event import Event, EventKind, Listen, nobody
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Base, Failure, Step
from csws.model.report import AccountReport
from csws.model.runs import DoneStep, Overtaken
from csws.model.settings import Objects, Settings
from csws.model.target import State, Writer
from csws.state.references import resolved_steps
from csws.state.snapshot import Numbered, fingerprint, settings_of
from csws.state.transition import after_step
from csws.state.waiting import judged

_REPLAN = "Make a new plan with `csws plan` and have it reviewed again."
_NO_RECORD = "Check `target:` or `store:`, and `account.id` in the catalogue. If they are right, make a new plan."


class Past(Numbered, Protocol):
    """What a plan is compared with: the account now and its earlier revisions. Readers and writers both provide
    it."""

    def read(self) -> State: ...


class RunPast(Past, Protocol):
    """With the journal of a run."""

    def done_in(self, run: str) -> Mapping[int, DoneStep]: ...


@frozen
class Prepared:
    """A plan compared with its account: the steps by id, those that are left to do, and where they begin and end.

    For a continued step-wise run, `run` is its id, `done` are the steps that its journal has, and `overtaken` says
    where the account was observed to be neither before nor after a step that is left."""

    plan: AccountPlan
    revision: int
    steps: tuple[Step, ...]
    left: tuple[Step, ...]
    origin: Settings
    end: Settings
    state: State
    run: str | None = None
    done: Mapping[int, DoneStep] = field(default_factory=dict)
    overtaken: tuple[Overtaken, ...] = ()

    @property
    def serial(self) -> int:
        """The revision that the plan makes first."""
        return self.plan.base.revision + 1 if self.plan.base else 1

    @property
    def before(self) -> tuple[int, ...]:
        """The steps that were done before, by anyone."""
        left = {step.id for step in self.left}
        return tuple(step.id for step in self.steps if step.id not in left)


def prepare(plan: AccountPlan, catalog: Catalog, account: Past) -> Prepared:
    """Raises StalePlan unless the account is at the plan's base, or where a prefix of its steps leads (SPEC §3)."""
    base, state = plan.base, account.read()
    assert base is not None  # a plan without a base is never applied
    origin = _origin(plan, base, account)
    steps = bound_steps(plan, origin.objects, catalog)
    states = _states(origin, steps, base.revision + 1)
    left = _left(steps, states, state, base)
    if left is None:
        raise _elsewhere(plan, state)
    return Prepared(
        plan=plan, revision=state.revision, steps=steps, left=left, origin=origin, end=states[-1], state=state
    )


def prepare_run(plan: AccountPlan, run: str, catalog: Catalog, account: RunPast) -> Prepared:
    """A continued step-wise run: the steps that are neither in its journal nor observed to be done."""
    base, state, done = plan.base, account.read(), account.done_in(run)
    assert base is not None  # a plan without a base is never begun
    origin = _origin(plan, base, account)
    steps = bound_steps(plan, origin.objects, catalog)
    held = judged([step for step in steps if step.id not in done], state.settings, base.revision + 1)
    return Prepared(
        plan=plan,
        revision=state.revision,
        steps=steps,
        left=held.waiting,
        origin=origin,
        end=_states(origin, steps, base.revision + 1)[-1],
        state=state,
        run=run,
        done=done,
        overtaken=held.overtaken,
    )


def prepare_again(known: Prepared, catalog: Catalog, account: RunPast) -> Prepared:
    """The same under the lease: anew unless the account and its journal are as they were."""
    done = account.done_in(known.run) if known.run else {}
    if (account.read(), done) == (known.state, known.done):
        return known
    if known.run is not None:
        return prepare_run(known.plan, known.run, catalog, account)
    return prepare(known.plan, catalog, account)


def _origin(plan: AccountPlan, base: Base, account: Past) -> Settings:
    origin = settings_of(base, account)
    if origin is None:
        raise _elsewhere(plan, account.read())
    return origin


def _states(settings: Settings, steps: tuple[Step, ...], serial: int) -> list[Settings]:
    """The account before the first step, and after each."""
    out = [settings]
    for step in steps:
        out.append(after_step(out[-1], step, serial))
    return out


def _left(steps: tuple[Step, ...], states: list[Settings], state: State, base: Base) -> tuple[Step, ...] | None:
    """The steps that are not done yet; None where no part of the plan leads to the account as it is."""
    if state.revision == base.revision:
        return steps
    now = fingerprint(state.settings)
    reached = (count for count in range(1, len(states)) if fingerprint(states[count]) == now)
    count = next(reached, None)
    return None if count is None else steps[count:]


def run(prepared: Prepared, writer: Writer, listen: Listen = nobody) -> AccountReport:
    """Every step that is not done yet, then one commit. A step that fails ends it, and nothing has happened.

    A step is reported as done only after the commit, because it is not done before.
    """

    def tell(kind: EventKind, step: Step, message: str | None = None) -> None:
        listen(Event(kind=kind, account=prepared.plan.account, run=writer.run, step=step.id, message=message))

    left = prepared.left
    for step in left:
        tell(EventKind.STEP_START, step)
        try:
            writer.perform(step, prepared.serial)
        except CswsError as error:
            tell(EventKind.STEP_FAILED, step, error.message)
            return _stopped(prepared, step, error)
    try:
        after = writer.commit() if left else prepared.revision
    except AnswerLost as error:
        return _unknown(prepared, error)
    for step in left:
        tell(EventKind.STEP_DONE, step)
    return report_of(prepared.plan, prepared.revision, after, tuple(step.id for step in left))


def _elsewhere(plan: AccountPlan, state: State) -> StalePlan:
    made_at = plan.base.revision if plan.base else 0
    now = f"it is at revision {state.revision}" if state.revision else "its store has no record of it"
    message = f"The account `{plan.account}` no longer matches the plan's base (revision {made_at}); {now}."
    return StalePlan(message, hint=_REPLAN if state.revision else _NO_RECORD)


def bound_steps(plan: AccountPlan, objects: Objects, catalog: Catalog) -> tuple[Step, ...]:
    """The steps by id. Raises StalePlan where a name means something else now than when the plan was made."""
    _check_names(plan, catalog)
    try:
        return resolved_steps(plan.steps, objects, catalog)
    except KeyError as error:
        raise StalePlan(f"The plan refers to {error}, which is not in the catalogue.", hint=_REPLAN) from error


def _check_names(plan: AccountPlan, catalog: Catalog) -> None:
    teams = [(name, catalog.teams.id_of(name), was) for name, was in plan.team_names.items()]
    pipelines = [
        (name, catalog.pipelines(item).id_of(name), was)
        for item, names in plan.pipeline_names.items()
        for name, was in names.items()
    ]
    for name, now, was in (*teams, *pipelines):
        if now != was:
            raise StalePlan(
                f"`{name}` meant id {was} when the plan was made; in the current catalogue it means something else.",
                hint=_REPLAN,
            )


def report_of(plan: AccountPlan, before: int, after: int, done: tuple[int, ...] = ()) -> AccountReport:
    """What a run did that nothing stopped."""
    return AccountReport(
        account=plan.account,
        target=plan.target,
        digest=plan.digest,
        before=before,
        after=after,
        steps=plan.steps,
        done=done,
    )


def _unknown(prepared: Prepared, error: AnswerLost) -> AccountReport:
    """It is not known whether the plan was applied: no step counts as done, and none as never tried."""
    return replace(
        report_of(prepared.plan, prepared.revision, prepared.revision),
        exit_code=error.exit_code,
        error=Failure.of(error),
        after=None,
        failed=tuple((step.id, _NOT_KNOWN) for step in prepared.left),
    )


_NOT_KNOWN = "It is not known whether this step was done."


def _stopped(prepared: Prepared, step: Step, error: CswsError) -> AccountReport:
    """Nothing of an atomic target's plan is there, so no step counts as done."""
    return replace(
        report_of(prepared.plan, prepared.revision, prepared.revision),
        exit_code=error.exit_code,
        error=Failure.of(error),
        failed=((step.id, error.message),),
        never_tried=tuple(other.id for other in prepared.left if other.id != step.id),
    )
