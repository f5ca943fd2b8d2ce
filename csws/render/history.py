"""The history of an account, as text and as the members of a JSON document: its revisions, and the events between
them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from csws.documents.unfinished_document import run_document
from csws.model.runs import DoneStep, UnfinishedRun, counted_steps
from csws.model.target import RecordEvent, Revision
from csws.render.change_text import quoted
from csws.render.run_words import run_text
from csws.render.style import Style, shown
from csws.render.width import wrapped


class Past(Protocol):
    @property
    def revisions(self) -> Sequence[Revision]: ...
    @property
    def steps(self) -> Mapping[int, DoneStep]: ...
    @property
    def events(self) -> Sequence[RecordEvent]: ...
    @property
    def run(self) -> UnfinishedRun | None: ...
    def run_of(self, revision: int) -> str | None: ...


def history_text(account: str, past: Past, style: Style) -> str:
    head = style.paint(shown(account), "bold") + "\n"
    run = run_text(past.run, account, style) if past.run else ""
    if not past.revisions:
        run += "  Nothing has been applied or observed yet (revision 0).\n"
    return head + run + "".join(reversed(list(_lines(past, style))))


def _lines(past: Past, style: Style) -> Iterator[str]:
    """Oldest first. What happened at a revision follows it."""
    events = list(past.events)
    yield from (_event(item, style) for item in events if item.revision == 0)
    for revision in past.revisions:
        yield _line(revision, past, style)
        yield from (_event(item, style) for item in events if item.revision == revision.number)


def _line(item: Revision, past: Past, style: Style) -> str:
    step = past.steps.get(item.number)
    run = past.run_of(item.number)
    where = f"  {item.plan_digest}" if item.plan_digest else ""
    where += f"  run {run}" if run else ""
    where += f", step {step.step}" if step else ""
    said = f"  “{shown(step.said)}”" if step and step.said else ""
    return _entry(f"{item.number:>5}", item.at, item.kind, f"{shown(item.operator or 'unknown')}{where}{said}", style)


def _event(item: RecordEvent, style: Style) -> str:
    kind = item.kind.replace("_", " ")
    return _entry(" " * 5, item.at, kind, f"{shown(item.who or 'unknown')}{_about(item)}", style)


def _entry(number: str, at: str, kind: str, text: str, style: Style) -> str:
    """What does not fit on the line goes on below the text."""
    head = f"{number}  {at}  {kind:<8}  "
    pad = " " * min(len(head), style.width // 3)
    return "".join(f"{line}\n" for line in wrapped(text, style.width, head, pad))


def _about(item: RecordEvent) -> str:
    if item.kind == "remark":
        return f"  step {item.data['step']}: {quoted(item.data['text'])}"
    run = f"  run {item.data['run']}" if "run" in item.data else ""
    left = item.data.get("left")
    rest = f"; {counted_steps(left, 'is forgotten', 'are forgotten')}" if left else ""
    return f"{run}{_HOW.get(str(item.data.get('how')), '')}{rest}"


_HOW = {
    "config": ", from the configuration",
    "rollback": ", a rollback",
    "saved_plan": ", from a saved plan",
    "done": ", all of it done",
    "replaced": ", replaced by a later run",
    "nothing_left": ", nothing of it was left to do",
}


def history_document(past: Past) -> dict[str, Any]:
    return {
        "revisions": [_revision_document(item, past) for item in reversed(past.revisions)],
        "events": [_event_document(item) for item in reversed(past.events)],
        "run": run_document(past.run),
    }


def _revision_document(item: Revision, past: Past) -> dict[str, Any]:
    step = past.steps.get(item.number)
    return {
        "number": item.number,
        "kind": item.kind,
        "at": item.at,
        "operator": item.operator,
        "plan": item.plan_digest,
        "run": past.run_of(item.number),
        "step": step.step if step else None,
        "said": step.said if step else None,
    }


def _event_document(item: RecordEvent) -> dict[str, Any]:
    return {"after": item.revision, "kind": item.kind, "at": item.at, "by": item.who, **item.data}
