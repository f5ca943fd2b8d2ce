"""The revisions of an account and what happened between them, as text and as the members of a JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csws.model.target import History, RecordEvent, Revision
from csws.render.change_text import quoted
from csws.render.style import Style, shown


def history_text(account: str, history: History, style: Style) -> str:
    head = style.paint(shown(account), "bold") + "\n"
    if not history.revisions:
        head += "  Nothing has been applied or observed yet (revision 0).\n"
    return head + "".join(f"{line}\n" for line in _lines(history))


def _lines(history: History) -> Iterator[str]:
    """Newest first; an event has no number, and comes after the revision that the account was at."""
    events = list(history.events)
    for item in reversed(history.revisions):
        while events and events[-1].revision >= item.number:
            yield _event(events.pop())
        yield _revision(item)
    yield from map(_event, reversed(events))


def _revision(item: Revision) -> str:
    plan = f"  {item.plan_digest}" if item.plan_digest else ""
    return f"{item.number:>5}  {item.at}  {item.kind:<8}  {shown(item.operator or 'unknown')}{plan}"


def _event(item: RecordEvent) -> str:
    words = f"  step {item.data['step']}: {quoted(item.data['text'])}" if item.kind == "remark" else ""
    return f"{'':>5}  {item.at}  {item.kind:<8}  {shown(item.who or 'unknown')}{words}"


def history_document(history: History) -> dict[str, Any]:
    revisions = [
        {"number": item.number, "kind": item.kind, "at": item.at, "operator": item.operator, "plan": item.plan_digest}
        for item in reversed(history.revisions)
    ]
    events = [
        {"after": item.revision, "kind": item.kind, "at": item.at, "by": item.who, **item.data}
        for item in reversed(history.events)
    ]
    return {"revisions": revisions, "events": events}
