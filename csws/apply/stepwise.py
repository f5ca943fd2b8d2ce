"""Applying where steps go one at a time: intent, precondition, send, outcome; and after a break, what was in doubt.

Nothing is ever sent again before somebody has looked: a step in doubt is classed as done, not done or conflicting by
reading back. Where the place cannot be read, a person has to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from csws.apply.applying import Prepared
from csws.errors import AnswerLost, CswsError, StalePlan, StepIsManual, StepNotDone
from csws.model.change import Action
from csws.model.event import Event, Kind, Listen, nobody
from csws.model.fields import empty_value, flat, flat_objects
from csws.model.plan import Failure, Step
from csws.model.report import AccountReport
from csws.model.settings import Settings
from csws.model.target import StepWriter
from csws.model.transition import after_step


class Verdict(Enum):
    """What became of a step in doubt, by reading back."""

    DONE = "done"
    NOT_DONE = "not done"
    CONFLICT = "conflicting"
    UNKNOWN = "unknown"


def run_stepwise(
    prepared: Prepared, writer: StepWriter, by_hand: Mapping[int, str] | None = None, listen: Listen = nobody
) -> AccountReport:
    """Every step that is not done yet, one at a time; stops at the first that is not done. `by_hand` are the steps that
    somebody says they did: id → who."""
    doubt, said, name = writer.in_doubt(), dict(by_hand or {}), prepared.plan.account
    done: list[int] = []
    for step in prepared.steps[prepared.reached :]:
        listen(Event(kind=Kind.STEP_START, account=name, step=step.id))
        try:
            if step.id in said:
                writer.done(step, prepared.serial, said[step.id])
            elif step.id in doubt and _settled(step, writer, prepared.serial):
                writer.done(step, prepared.serial)
            else:
                _one(step, writer, prepared.serial)
        except CswsError as error:
            kind = Kind.MANUAL_STEP if isinstance(error, StepIsManual) else Kind.STEP_FAILED
            listen(Event(kind=kind, account=name, step=step.id, message=error.message))
            return _stopped(prepared, writer, step, tuple(done), error)
        listen(Event(kind=Kind.STEP_DONE, account=name, step=step.id))
        done.append(step.id)
    writer.finish()
    return _report(prepared, writer, tuple(done))


def _settled(step: Step, writer: StepWriter, serial: int) -> bool:
    """Whether a step in doubt turns out to be done. Raises AnswerLost where that cannot be told, or conflicts."""
    verdict = classify(step, writer.look(), serial)
    if verdict is Verdict.NOT_DONE:
        writer.not_done(step, "read back: it is not done")
    if verdict in (Verdict.CONFLICT, Verdict.UNKNOWN):
        raise _in_doubt(step, verdict)
    return verdict is Verdict.DONE


def _in_doubt(step: Step, verdict: Verdict) -> AnswerLost:
    if verdict is Verdict.UNKNOWN:
        return AnswerLost(
            f"Whether step {step.id} was done is not known, and the account cannot be read.",
            hint=f"Look at it; if it is done, say `csws apply --resume --done {step.id} --by WHO`.",
        )
    return AnswerLost(
        f"Step {step.id} was begun, and the account is neither as before it nor as after it.",
        hint="Somebody else has changed it: record what is there with `csws observe`, and make a new plan.",
        code="conflict",
    )


def classify(step: Step, place: Settings | None, serial: int) -> Verdict:
    """A step in doubt, held against the place as it is now."""
    if place is None:
        return Verdict.UNKNOWN
    if _is_done(step, place):
        return Verdict.DONE
    try:
        after_step(place, step, serial)
    except StalePlan:
        return Verdict.CONFLICT
    return Verdict.NOT_DONE


def _is_done(step: Step, place: Settings) -> bool:
    found = place.get(step.key)
    if step.action is Action.DELETE:
        return found is None
    if step.address == "objects":
        held = flat_objects(place.objects)
    elif found is None:
        return False
    else:
        held = flat(found)
    sets = {path: value for path, value in step.sets.items() if path != "key"}
    return all(held.get(path, empty_value(path)) == value for path, value in sets.items())


def _one(step: Step, writer: StepWriter, serial: int) -> None:
    """One step: its precondition is read just before it, its intent is on disk before it is sent."""
    place = writer.look()
    if place is not None:
        after_step(place, step, serial)
    writer.intend(step)
    try:
        writer.send(step, serial)
    except (StepNotDone, StepIsManual) as error:
        writer.not_done(step, error.message)
        raise
    except CswsError:
        # The answer is lost: what became of the step is for the place to say, now or when the run is resumed.
        if not _settled(step, writer, serial):
            raise
    writer.done(step, serial)


def _report(prepared: Prepared, writer: StepWriter, done: tuple[int, ...]) -> AccountReport:
    plan = prepared.plan
    return AccountReport(
        account=plan.account,
        target=plan.target,
        digest=plan.digest,
        before=prepared.revision,
        after=writer.read().revision,
        steps=plan.steps,
        done=done,
    )


def _stopped(
    prepared: Prepared, writer: StepWriter, step: Step, done: tuple[int, ...], error: CswsError
) -> AccountReport:
    rest = tuple(item.id for item in prepared.steps[prepared.reached :] if item.id not in (*done, step.id))
    manual = isinstance(error, StepIsManual)
    # Before the first step nothing is part-way: then the failure's own code says it best.
    begun = bool(done) or prepared.reached > 0 or error.exit_code == 6
    return replace(
        _report(prepared, writer, done),
        exit_code=6 if begun else error.exit_code,
        error=Failure(code=error.code, message=error.message, hint=error.hint or "Go on with `csws apply --resume`."),
        failed=() if manual else ((step.id, error.message),),
        waiting=(step.id, *rest) if manual else (),
        never_tried=() if manual else rest,
    )
