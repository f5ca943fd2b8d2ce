"""CSW607: no other run waits for a person in the account."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import ApplySubject
from csws.model.runs import UnfinishedRun, counted_steps, ranges

RULE = Rule(
    code="CSW607",
    severity=Severity.WARNING,
    phase=Phase.APPLY,
    law="no other run waits for a person in the account",
    reason="A person may be working through its runbook right now; a second plan would give its step numbers another meaning.",
    source="csws: SPEC; what one person reported of one runbook was recorded with the values of another plan",
    hint="Finish the waiting run, record what was done, or give it up with `csws abandon RUN`.",
    bad="# `csws runs` lists run 3f9a1c2b77d0, and the configuration asks for something else",
    good="# `csws runs` lists no run, or the one that this plan continues",
    breach=BreachKind.GUARD,
)


def check(subject: ApplySubject) -> Iterator[Finding]:
    run, name = subject.waiting, subject.account.name
    if run is not None:
        message = f"Run {run.id} of `{name}` still waits for {counted_steps(run.waiting)}. {_compared(subject)}"
        yield Finding(path=("accounts", name, "target"), message=message, hint=_hint(run, name))


def _compared(subject: ApplySubject) -> str:
    """Which steps of the plan are the run's, and which are new."""
    known, new = subject.known_steps, subject.new_steps
    if not known and not new:
        them = "it" if subject.waiting and len(subject.waiting.waiting) == 1 else "them"
        return f"The configuration no longer asks for {them}."
    if not known:
        return f"Of this plan, all steps are new: {ranges(new)}."
    rest = f", and {counted_steps(new, 'is new', 'are new')}" if new else ""
    return f"Of this plan, {counted_steps(known, 'is', 'are')} also that run's{rest}."


def _hint(run: UnfinishedRun, account: str) -> str:
    command = f"csws --account {account} "
    if run.overtaken:
        return f"The account has changed since that run began: give it up with `{command}abandon {run.id}`."
    return f"Finish it with `{command}apply --resume --run {run.id}`, or give it up with `{command}abandon {run.id}`."
