"""Applying where steps go one at a time: intent, precondition, send, outcome; and after a break, what was in doubt.

csws never sends a step again without looking first: a step in doubt is classed as done, not done or conflicting by
reading back. If the place cannot be read, a person has to decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from csws.apply.applying import Prepared, report_of
from csws.errors import AnswerLost, ApplyUnfinished, CswsError, StalePlan, StepIsManual, StepNotDone
from csws.model.event import Event, EventKind, Listen, nobody
from csws.model.manual import Answer, Ask, Said
from csws.model.plan import Failure, Step
from csws.model.report import AccountReport
from csws.model.runs import ranges
from csws.model.settings import Settings
from csws.model.target import StepWriter
from csws.state.laws import breaches
from csws.state.transition import after_step
from csws.state.waiting import is_done


class Verdict(Enum):
    """What became of a step in doubt, by reading back."""

    DONE = "done"
    NOT_DONE = "not done"
    CONFLICT = "conflicting"
    UNKNOWN = "unknown"


def run_stepwise(
    prepared: Prepared,
    writer: StepWriter,
    by_hand: Mapping[int, str] | None = None,
    listen: Listen = nobody,
    ask: Ask | None = None,
) -> AccountReport:
    """Every step that is left, one at a time; stops at the first that fails. `by_hand` are the steps that somebody
    reports as done: id → who. `ask` asks a person for a step that only a person can do; without it such a step
    waits."""
    run = _StepwiseRun(prepared, writer, by_hand or {}, listen, ask)
    for step in prepared.left:
        stopped = run.take(step)
        if stopped is not None:
            return stopped
    return run.ended()


class _StepwiseRun:
    """How far a run has got: what is done, and what waits because somebody skipped it."""

    def __init__(
        self, prepared: Prepared, writer: StepWriter, by_hand: Mapping[int, str], listen: Listen, ask: Ask | None
    ) -> None:
        self._prepared, self._writer, self._by_hand, self._ask = prepared, writer, by_hand, ask
        self._listen, self._doubt = listen, writer.in_doubt()
        self._done: list[int] = []
        self._remarks: dict[int, str] = {}
        self._skipped: list[int] = []
        self._failed: dict[int, CswsError] = {}

    def take(self, step: Step) -> AccountReport | None:
        """Does one step; returns a report if the run stops there. After any failure the report has everything that
        was recorded."""
        try:
            return self._taken(step)
        except CswsError as error:
            self._tell(EventKind.STEP_FAILED, step, error.message)
            if not self._is_reported_later(step):
                return self._stopped(step, error)
            self._failed[step.id] = error
            self._skipped.append(step.id)
            return None

    def _taken(self, step: Step) -> AccountReport | None:
        if self._skipped and not is_possible(step, self._writer.read().settings, self._prepared.serial):
            return self._not_yet(step)
        self._tell(EventKind.STEP_START, step)
        try:
            self._do(step)
        except StepIsManual as error:
            return self._asked(step, error)
        self._went_well(step)
        return None

    def ended(self) -> AccountReport:
        if self._failed:
            first = next(step for step in self._prepared.left if step.id in self._failed)
            return self._stopped(first, self._failed[first.id])
        if self._skipped:
            first = next(step for step in self._prepared.left if step.id in self._skipped)
            return self._stopped(first, StepIsManual("Some steps still wait."))
        report = self._report()
        try:
            if self._writer.run:
                self._writer.finish()
        except CswsError as error:
            message = f"Every step is recorded, but not that the run has ended. {error.message}"
            failure = Failure(code=error.code, message=message, hint=error.hint)
            return replace(report, exit_code=ApplyUnfinished.exit_code, error=failure)
        return report

    def _do(self, step: Step) -> None:
        serial = self._prepared.serial
        if step.id in self._by_hand:
            self._writer.done(step, serial, self._by_hand[step.id])
        elif self._is_in_doubt(step) and _settled(step, self._writer, serial):
            self._writer.done(step, serial)
        else:
            said = _one(step, self._writer, serial, in_doubt=step.id in self._doubt)
            self._remarks |= {step.id: said} if said else {}

    def _is_in_doubt(self, step: Step) -> bool:
        return step.id in self._doubt and not self._writer.looks_first(step)

    def _not_yet(self, step: Step) -> AccountReport | None:
        """A step that needs one that was left out waits with it; said to be done all the same, it is not believed."""
        if step.id in self._by_hand:
            message = f"Step {step.id} cannot be done before step {self._skipped[0]}, which is not done."
            return self._stopped(
                step,
                StepIsManual(message, hint="Check both steps in the account, then record only those that are done."),
            )
        self._skipped.append(step.id)
        return None

    def _without_asking(self, step: Step) -> Said:
        """Without a person to ask, a step waits; later steps that were reported done still count."""
        return Said(answer=Answer.SKIP if self._is_reported_later(step) else Answer.STOP)

    def _is_reported_later(self, step: Step) -> bool:
        """Reports about later steps are recorded, even if earlier steps fail."""
        return any(identity > step.id for identity in self._by_hand)

    def _asked(self, step: Step, error: StepIsManual) -> AccountReport | None:
        self._tell(EventKind.MANUAL_STEP, step, error.message)
        said = self._ask(step) if self._ask else self._without_asking(step)
        if said.answer is Answer.DONE:
            self._writer.done(step, self._prepared.serial, said.who, said.text)
            self._went_well(step)
            return None
        if said.answer is Answer.SKIP:
            self._writer.not_done(step, said.text or "skipped")
            self._skipped.append(step.id)
            return None
        if said.answer is Answer.SEEN:
            self._writer.not_done(step, said.text or "the account shows different values")
            hint = f"`csws runs` says whether the run can go on. If it can't, give it up with `csws abandon {self._writer.run}`, then make a new plan."
            error = StepIsManual(_SOMETHING_ELSE, hint=hint)
        return self._stopped(step, error)

    def _went_well(self, step: Step) -> None:
        self._tell(EventKind.STEP_DONE, step, self._remarks.get(step.id))
        self._done.append(step.id)

    def _tell(self, kind: EventKind, step: Step, message: str | None = None) -> None:
        account, run = self._prepared.plan.account, self._writer.run
        self._listen(Event(kind=kind, account=account, run=run, step=step.id, message=message))

    def _stopped(self, step: Step, error: CswsError) -> AccountReport:
        """A step that failed while later ones were reported is shown as failed, wherever the run stops."""
        left, manual = self._prepared.left, isinstance(error, StepIsManual)
        failed = self._failed if manual else {**self._failed, step.id: error}
        rest = tuple(item.id for item in left if item.id not in (*self._done, *failed))
        first = min(failed.items(), default=(0, error))[1]
        # Before the first step nothing is part-way: then the failure's own code says it best.
        begun = bool(self._done) or bool(self._prepared.before) or first.exit_code == 6
        told = rest if manual else (step.id,)
        hint = _hint(first, self._prepared.plan.account, self._writer, [item for item in left if item.id in told])
        return replace(
            self._report(),
            exit_code=6 if begun else first.exit_code,
            error=Failure(code=first.code, message=first.message, hint=hint),
            failed=tuple((at, item.message) for at, item in sorted(failed.items())),
            waiting=rest if manual else (),
            never_tried=() if manual else rest,
        )

    def _report(self) -> AccountReport:
        """What the run did."""
        prepared = self._prepared
        report = report_of(prepared.plan, prepared.revision, self._writer.read().revision, tuple(self._done))
        return replace(report, remarks=tuple(sorted(self._remarks.items())))


_FOLLOW = "Follow the runbook, then run"
_IF_DONE = "Check the account. If the step is done, run"
_SOMETHING_ELSE = "The account shows something other than the plan expects."


def is_possible(step: Step, now: Settings, serial: int) -> bool:
    """Whether a step can be done although one before it was skipped: its values are there, and the laws stay kept."""
    try:
        after = after_step(now, step, serial)
    except StalePlan:
        return False
    return {breach.code for breach in breaches(after)} <= {breach.code for breach in breaches(now)}


def _settled(step: Step, writer: StepWriter, serial: int) -> bool:
    """Whether a step with an unknown result is done. Raises AnswerLost if it cannot be read back or conflicts."""
    verdict = classify(step, writer.look(), serial)
    if verdict is Verdict.NOT_DONE:
        writer.not_done(step, "read back: it is not done")
    if verdict in (Verdict.CONFLICT, Verdict.UNKNOWN):
        raise _in_doubt(step, verdict)
    return verdict is Verdict.DONE


def _in_doubt(step: Step, verdict: Verdict) -> AnswerLost:
    if verdict is Verdict.UNKNOWN:
        return AnswerLost(
            f"It is not known whether step {step.id} was done, and csws cannot read the account.",
            hint=_IF_DONE,
        )
    return AnswerLost(
        f"Step {step.id} was started, but the account now shows neither the values before it nor those after it.",
        hint="The account was changed in the meantime. Record what it shows with `csws observe`, then make a new plan.",
        code="conflict",
    )


def classify(step: Step, place: Settings | None, serial: int) -> Verdict:
    """Compares a step in doubt with the place as it is now."""
    if place is None:
        return Verdict.UNKNOWN
    if is_done(step, place):
        return Verdict.DONE
    try:
        after_step(place, step, serial)
    except StalePlan:
        return Verdict.CONFLICT
    return Verdict.NOT_DONE


def _one(step: Step, writer: StepWriter, serial: int, *, in_doubt: bool) -> str | None:
    """One step: its precondition is read just before it, its intent is on disk before it is sent. Returns what there
    is to say about it."""
    place = writer.look()
    if place is not None:
        after_step(place, step, serial)
    writer.intend(step)
    said = None
    try:
        said = writer.send(step, serial)
    except AnswerLost:
        # What became of the step is for the place to say, now or when the run is resumed.
        if writer.looks_first(step) or not _settled(step, writer, serial):
            raise
    except CswsError as error:
        # Not sent now, but perhaps before.
        if not in_doubt or isinstance(error, (StepNotDone, StepIsManual)):
            writer.not_done(step, error.message)
        raise
    writer.done(step, serial, said=said)
    return said


def _hint(error: CswsError, account: str, writer: StepWriter, steps: list[Step]) -> str:
    """The command that continues the run."""
    resume = f"csws --account {account} apply --resume --run {writer.run}"
    manual = ranges([item.id for item in steps if writer.is_manual(item)])
    hint = error.hint or (_FOLLOW if manual and isinstance(error, StepIsManual) else None)
    if hint in (_FOLLOW, _IF_DONE):
        return f"{hint} `{resume} --done {manual} --by NAME`."
    return hint or f"Continue with `{resume}`."
