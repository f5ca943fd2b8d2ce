"""Records as text: their lines for people, and what was found wrong. Values in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csws.model.plan import FORMAT_VERSION
from csws.model.record import Dispute, RecordHealth, RecordLine
from csws.model.runs import counted_steps
from csws.render.change_text import quoted
from csws.render.json_text import json_text
from csws.render.style import Style, shown

Json = dict[str, Any]
Entry = Mapping[str, Any]
_MOST = 10  # lines of a side that are shown for one dispute


def record_text(path: str, lines: Sequence[RecordLine], style: Style) -> str:
    head = style.paint(shown(path), "bold")
    return f"{head}\n" + "".join(_line(line, style) for line in lines if line.entries or line.fault)


def _line(line: RecordLine, style: Style, indent: str = "") -> str:
    was = f" (was {line.was})" if line.was else ""
    head = f"{indent}{line.number:>5}  {shown(line.at or '?')}  {shown(line.by or '-')}{was}\n"
    fault = f"{indent}       {style.paint('broken', 'red')}: this line {shown(line.fault)}\n" if line.fault else ""
    texts = (text for entry in line.entries for text in _told(entry, line.by))
    return head + fault + "".join(f"{indent}       {text}\n" for text in texts)


def _told(entry: Entry, by: str | None) -> Iterator[str]:
    """With who did it, where that is not who recorded the line."""
    first, *rest = _texts(entry)
    who = entry.get("by")
    yield first if who in (None, by) else f"{first}, by {shown(who)}"
    yield from rest


def _texts(entry: Entry) -> list[str]:
    """In words, or as it is where another program has written it."""
    try:
        return list(_entry(entry))
    except (AttributeError, KeyError, TypeError, ValueError):
        return [shown(" ".join(json_text(dict(entry)).split()))]


def _entry(entry: Entry) -> Iterator[str]:
    kind, data = entry["entry"], entry.get("data", {})
    if kind == "revision":
        base = ", also the base of drift" if entry.get("base") else ""
        yield shown(f"revision {entry['revision']}, {entry['kind']}{_was(entry)}{base}")
        yield from (f"  {text}" for text in _changes(entry["changes"]))
    elif kind == "base":
        yield "the base of drift"
        yield from (f"  {text}" for text in _changes(entry["changes"]))
    elif kind == "step":
        note = f": {quoted(entry['note'])}" if entry.get("note") else ""
        state = _STATES.get(entry["state"], entry["state"])
        yield shown(f"step {entry['step']} of run {entry['run']}: {state}") + note
    elif "run" in data:
        rest = data.get("left")
        left = f", {counted_steps(rest, 'is forgotten', 'are forgotten')}" if rest else ""
        yield shown(f"run {data['run']} {_EVENTS[kind]}{left}")
    else:
        text = f": {quoted(data['text'])}" if "text" in data else ""
        yield f"{_EVENTS[kind]}{text}"


_STATES = {"intent": "about to be sent", "done": "done", "not_done": "not done"}
_EVENTS = {
    "seen": "seen, without differences",
    "remark": "a remark",
    "begun": "begun",
    "ended": "ended",
    "given_up": "given up",
}


def _was(entry: Entry) -> str:
    return f" (was {', '.join(map(str, entry['was']))})" if "was" in entry else ""


def _changes(changes: Mapping[str, Any]) -> Iterator[str]:
    for kind, items in changes.items():
        if kind == "objects":
            yield from (f"objects.{shown(path)} = {_value(value)}" for path, value in items.items())
            continue
        for identity, fields in items.items():
            item = shown(f"{kind} {identity}")
            if fields is None:
                yield f"{item}: removed"
            else:
                values = fields.items()
                yield from (f"{item}: {shown(path)} = {_value(value)}" for path, value in values)


def _value(value: Any) -> str:
    if value is None:
        return "(unset)"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return quoted(value) if isinstance(value, str) else json_text(value).strip()


def disputes_text(path: str, disputes: Sequence[Dispute], style: Style) -> str:
    """What both sides say of the same things."""
    out = []
    for dispute in disputes:
        out.append(f"Both sides touch {shown(dispute.about)}.\n")
        for name, lines in (("ours", dispute.ours), ("theirs", dispute.theirs)):
            more = f"  and {len(lines) - _MOST:,} more lines\n" if len(lines) > _MOST else ""
            out.append(f"  {name}:\n" + "".join(_line(line, style, "  ") for line in lines[:_MOST]) + more)
    return "".join(out)


def health_text(records: Sequence[RecordHealth], style: Style) -> str:
    return "".join(_health(record, style) for record in records)


def _health(record: RecordHealth, style: Style) -> str:
    path = shown(record.path)
    if record.faults:
        word = style.paint("broken", "red")
        return "".join(
            f"{path}: {word}: {shown(fault.message)}\n" + (f"→ {shown(fault.hint)}\n" if fault.hint else "")
            for fault in record.faults
        )
    if record.account is None:
        return f"{path}: nothing is recorded yet.\n"
    new = f", {record.added} new" if record.added else ""
    lines = f"{record.lines} line{'' if record.lines == 1 else 's'}{new}"
    alone = "→ Merge this alone, before anything else is recorded.\n" if record.added else ""
    return f"{path}: {lines}, revision {record.revision}, unbroken.\n{alone}"


def health_json(records: Sequence[RecordHealth], style: Style) -> str:
    return json_text(health_document(records))


def health_document(records: Sequence[RecordHealth], error: Json | None = None) -> Json:
    return {
        "format_version": FORMAT_VERSION,
        "error": error,
        "records": [_document(record) for record in records],
    }


def _document(record: RecordHealth) -> Json:
    return {
        "path": record.path,
        "account": record.account,
        "valid": not record.faults,
        "lines": record.lines,
        "revision": record.revision,
        "added": record.added,
        "problems": [{"line": fault.line, "message": fault.message, "hint": fault.hint} for fault in record.faults],
    }
