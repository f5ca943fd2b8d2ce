"""Applying one account's plan: is the account where the plan begins, then every step, then one commit."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from csws.errors import AnswerLost, CswsError, StalePlan
from csws.model.catalog import Catalog
from csws.model.event import Event, Kind, Listen, nobody
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Base, Failure, Step
from csws.model.report import AccountReport
from csws.model.settings import Objects, Settings
from csws.model.target import State, Writer
from csws.state.references import resolved_steps
from csws.state.snapshot import fingerprint, is_fingerprint
from csws.state.transition import after_step

_REPLAN = "Make a new plan with `csws plan` and have it reviewed again."
_NO_RECORD = "Check `target:` or `store:`, and `account.id` in the catalogue. If they are right, make a new plan."


class Past(Protocol):
    """What a plan is held against: the account now and its earlier revisions. Readers and writers both are this."""

    def read(self) -> State: ...

    def settings_at(self, revision: int) -> Settings | None: ...


@frozen
class Prepared:
    """A plan held against its account: the steps by id, those that are left to do, and where they begin and end."""

    plan: AccountPlan
    revision: int
    steps: tuple[Step, ...]
    left: tuple[Step, ...]
    origin: Settings
    end: Settings
    state: State
    done: frozenset[int] = frozenset()

    @property
    def serial(self) -> int:
        """The revision that the plan makes first."""
        return self.plan.base.revision + 1 if self.plan.base else 1

    @property
    def is_begun(self) -> bool:
        return len(self.left) < len(self.steps)


def prepare(plan: AccountPlan, catalog: Catalog, account: Past, done: frozenset[int] = frozenset()) -> Prepared:
    """Raises StalePlan unless the account is at the plan's base, or where a prefix of its steps leads (SPEC §3).

    `done` are the steps that the journal of a step-wise target knows as done, in whatever order.
    """
    base, state = plan.base, account.read()
    assert base is not None  # a plan without a base is never applied
    origin = account.settings_at(base.revision)
    if origin is None or not is_fingerprint(base.fingerprint, origin):
        raise _elsewhere(plan, state)
    steps = bound_steps(plan, origin.objects, catalog)
    states = _states(origin, steps, base.revision + 1)
    left = _left(steps, states, state, base, done)
    if left is None:
        raise _elsewhere(plan, state)
    return Prepared(
        plan=plan,
        revision=state.revision,
        steps=steps,
        left=left,
        origin=origin,
        end=states[-1],
        state=state,
        done=done,
    )


def prepare_again(known: Prepared, catalog: Catalog, account: Past, done: frozenset[int]) -> Prepared:
    """The same under the lease: anew unless the account and its journal are as they were."""
    if (account.read(), done) == (known.state, known.done):
        return known
    return prepare(known.plan, catalog, account, done)


def _states(settings: Settings, steps: tuple[Step, ...], serial: int) -> list[Settings]:
    """The account before the first step, and after each."""
    out = [settings]
    for step in steps:
        out.append(after_step(out[-1], step, serial))
    return out


def _left(
    steps: tuple[Step, ...], states: list[Settings], state: State, base: Base, done: frozenset[int]
) -> tuple[Step, ...] | None:
    """The steps that are not done yet; None where no part of the plan leads to the account as it is."""
    now = fingerprint(state.settings)
    if done and _leads_to(states[0], tuple(step for step in steps if step.id in done), base.revision + 1, now):
        return tuple(step for step in steps if step.id not in done)
    if state.revision == base.revision:
        return steps
    reached = (count for count in range(1, len(states)) if fingerprint(states[count]) == now)
    count = next(reached, None)
    return None if count is None else steps[count:]


def _leads_to(origin: Settings, steps: tuple[Step, ...], serial: int, wanted: str) -> bool:
    try:
        return fingerprint(_states(origin, steps, serial)[-1]) == wanted
    except StalePlan:
        return False


def run(prepared: Prepared, writer: Writer, listen: Listen = nobody) -> AccountReport:
    """Every step that is not done yet, then one commit. A step that fails ends it, and nothing has happened.

    A step is told as done only after the commit: before it, it is not.
    """
    name = prepared.plan.account
    left = prepared.left
    done: list[int] = []
    for step in left:
        listen(Event(kind=Kind.STEP_START, account=name, step=step.id))
        try:
            writer.perform(step, prepared.serial)
        except CswsError as error:
            listen(Event(kind=Kind.STEP_FAILED, account=name, step=step.id, message=error.message))
            return _stopped(prepared.plan, prepared.revision, step, error)
        done.append(step.id)
    try:
        after = writer.commit() if left else prepared.revision
    except AnswerLost as error:
        return _unknown(prepared, error)
    for step in left:
        listen(Event(kind=Kind.STEP_DONE, account=name, step=step.id))
    return report_of(prepared.plan, prepared.revision, after, tuple(done))


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
    """Nobody knows whether the plan was applied: no step counts as done, and none as never tried."""
    return replace(
        report_of(prepared.plan, prepared.revision, prepared.revision),
        exit_code=error.exit_code,
        error=Failure.of(error),
        after=None,
        failed=tuple((step.id, _NOT_KNOWN) for step in prepared.left),
    )


_NOT_KNOWN = "It is not known whether this step was done."


def _stopped(plan: AccountPlan, revision: int, step: Step, error: CswsError) -> AccountReport:
    """Nothing of an atomic target's plan is there, so no step counts as done."""
    return AccountReport(
        account=plan.account,
        target=plan.target,
        exit_code=error.exit_code,
        digest=plan.digest,
        error=Failure.of(error),
        before=revision,
        after=revision,
        steps=plan.steps,
        failed=((step.id, error.message),),
        never_tried=tuple(other.id for other in plan.steps if other.id != step.id),
    )
