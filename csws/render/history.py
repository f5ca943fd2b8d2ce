"""The history of an account, as text and as the members of a JSON document: its revisions, and the events between
them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from csws.documents.unfinished_document import run_document
from csws.model.runs import DoneStep, UnfinishedRun, ranges
from csws.model.target import RecordEvent, Revision
from csws.render.change_text import quoted
from csws.render.run_words import run_text
from csws.render.style import Style, shown
from csws.render.width import columns, padded, wrapped
from csws.render.words import Words, words_of


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
    words = words_of(style.language)
    head = style.paint(shown(account), "bold") + "\n"
    run = run_text(past.run, account, style) if past.run else ""
    if not past.revisions:
        run += f"  {words.plain('history.none')}\n"
    return head + run + "".join(reversed(list(_lines(past, words, style))))


def _lines(past: Past, words: Words, style: Style) -> Iterator[str]:
    """Oldest first. What happened at a revision follows it."""
    events = list(past.events)
    width = max((columns(words.plain(key)) for key in _KINDS.values()), default=0)
    told = {at: [_event(item, words, width, style) for item in events if item.revision == at] for at in _at(past)}
    yield from told[0]
    for revision in past.revisions:
        yield _line(revision, past, words, width, style)
        yield from told[revision.number]


def _at(past: Past) -> set[int]:
    return {0, *(revision.number for revision in past.revisions)}


def _line(item: Revision, past: Past, words: Words, width: int, style: Style) -> str:
    step = past.steps.get(item.number)
    run = past.run_of(item.number)
    where = f"  {item.plan_digest}" if item.plan_digest else ""
    if run:
        where += f"  {words.plain('history.step' if step else 'history.run', run=run, step=step.step if step else '')}"
    said = f"  “{shown(step.said)}”" if step and step.said else ""
    who = shown(item.operator or words.plain("history.unknown"))
    return _entry(f"{item.number:>5}", item.at, _kind(item.kind, words, width), f"{who}{where}{said}", style)


def _event(item: RecordEvent, words: Words, width: int, style: Style) -> str:
    who = shown(item.who or words.plain("history.unknown"))
    return _entry(" " * 5, item.at, _kind(item.kind, words, width), f"{who}{_about(item, words)}", style)


def _kind(kind: str, words: Words, width: int) -> str:
    """What a newer csws keeps has no word here."""
    return padded(words.plain(_KINDS[kind]) if kind in _KINDS else kind.replace("_", " "), width)


def _entry(number: str, at: str, kind: str, text: str, style: Style) -> str:
    """What does not fit on the line goes on below the text."""
    head = f"{number}  {at}  {kind}  "
    pad = " " * min(columns(head), style.width // 3)
    return "".join(f"{line}\n" for line in wrapped(text, style.width, head, pad))


def _about(item: RecordEvent, words: Words) -> str:
    if item.kind == "remark":
        return f"  {words.plain('history.said', step=item.data['step'], text=quoted(item.data['text']))}"
    run = f"  {words.plain('history.run', run=item.data['run'])}" if "run" in item.data else ""
    how = _HOW.get(str(item.data.get("how")))
    left = item.data.get("left") or []
    forgotten = "history.forgotten" if len(left) == 1 else "history.all_forgotten"
    rest = words.plain(forgotten, steps=ranges(left)) if left else ""
    return f"{run}{words.plain(how) if how else ''}{rest}"


_KINDS = {
    "applied": "history.applied",
    "observed": "history.observed",
    "imported": "history.imported",
    "seen": "history.seen",
    "remark": "history.remark",
    "begun": "history.begun",
    "ended": "history.ended",
    "given_up": "history.given_up",
}
_HOW = {
    "config": "history.how_config",
    "rollback": "history.how_rollback",
    "saved_plan": "history.how_saved_plan",
    "done": "history.how_done",
    "replaced": "history.how_replaced",
    "nothing_left": "history.how_nothing_left",
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
