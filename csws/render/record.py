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


def record_text(path: str, lines: Sequence[RecordLine], style: Style) -> str:
    head = style.paint(shown(path), "bold")
    return f"{head}\n" + "".join(_line(line, style) for line in lines if line.entries or line.fault)


def _line(line: RecordLine, style: Style, indent: str = "") -> str:
    was = f" (was {line.was})" if line.was else ""
    head = f"{indent}{line.number:>5}  {line.at or '?'}  {shown(line.by or '-')}{was}\n"
    fault = f"{indent}       {style.paint('broken', 'red')}: this line {shown(line.fault)}\n" if line.fault else ""
    return head + fault + "".join(f"{indent}       {text}\n" for entry in line.entries for text in _entry(entry))


def _entry(entry: Entry) -> Iterator[str]:
    kind, data = entry["entry"], entry.get("data", {})
    if kind == "revision":
        base = ", also the base of drift" if entry.get("base") else ""
        yield f"revision {entry['revision']}, {entry['kind']}{_was(entry)}{base}"
        yield from (f"  {text}" for text in _changes(entry["changes"]))
    elif kind == "base":
        yield "the base of drift"
        yield from (f"  {text}" for text in _changes(entry["changes"]))
    elif kind == "step":
        note = f": {quoted(entry['note'])}" if entry.get("note") else ""
        yield f"step {entry['step']} of run {shown(entry['run'])}: {_STATES.get(entry['state'], entry['state'])}{note}"
    elif "run" in data:
        left = f", {counted_steps(data['left'], 'is forgotten', 'are forgotten')}" if data.get("left") else ""
        yield f"run {shown(data['run'])} {_EVENTS.get(kind, kind)}{left}"
    else:
        text = f": {quoted(data['text'])}" if "text" in data else ""
        yield f"{_EVENTS.get(kind, kind)}{text}"


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
            if fields is None:
                yield f"{kind} {shown(identity)}: removed"
            else:
                yield from (
                    f"{kind} {shown(identity)}: {shown(path)} = {_value(value)}" for path, value in fields.items()
                )


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
            out.append(f"  {name}:\n" + "".join(_line(line, style, "  ") for line in lines))
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
