"""Joins two records of one account: the lines that only theirs has follow ours, with new numbers. Knows no file.

The sides must touch different workspaces, scores and runs. No common base is needed: a line is known by the checksum
with which it was first written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from csws.errors import NotPermitted
from csws.model.frozen import frozen
from csws.model.record import Dispute
from csws.targets.record.line import Line, following
from csws.targets.record.replay import Record
from csws.targets.record.touched import disputes, side_of, two_runs

Json = dict[str, Any]


@frozen
class Merge:
    """The lines of the joined record; those that were added are the last ones. With disputes there is none."""

    lines: tuple[Line, ...] = ()
    added: int = 0
    disputes: tuple[Dispute, ...] = ()


def merged(ours: Record, theirs: Record) -> Merge:
    """Raises NotPermitted (CSW503) for the records of two accounts."""
    if ours.account and theirs.account and ours.account != theirs.account:
        raise _two_accounts(ours, theirs)
    new, own = _only_in(theirs, ours), _only_in(ours, theirs)
    found = tuple(disputes(side_of(ours, own), side_of(theirs, new)))
    if found:
        return Merge(disputes=found)
    lines, numbers = list(ours.lines), _numbers(ours, theirs)
    for line in new:
        lines.append(_moved(line, lines[-1], numbers) if lines else line)
    unfinished = _unfinished(lines, ours.where)
    if len(unfinished) > 1:
        return Merge(disputes=(two_runs(own, new, unfinished),))
    return Merge(lines=tuple(lines), added=len(new))


def _unfinished(lines: list[Line], where: str) -> list[str]:
    """The unfinished runs of the joined record, which is read once more, as a whole."""
    joined = Record(where)
    joined.read_on(text_of(lines))
    return list(joined.position.runs)


def text_of(lines: Iterable[Line]) -> bytes:
    return b"".join(line.text + b"\n" for line in lines)


def _only_in(one: Record, other: Record) -> list[Line]:
    known = {line.identity for line in other.lines}
    return [line for line in one.lines if line.identity not in known]


def _numbers(ours: Record, theirs: Record) -> dict[int, int]:
    """Their revisions → the numbers that these have in the joined record."""
    held = {line.identity: line for line in ours.lines}
    out, last = {0: 0}, ours.position.revision
    for line in theirs.lines:
        same = held.get(line.identity)
        for at, number in enumerate(_revisions(line)):
            last += same is None
            out[number] = last if same is None else list(_revisions(same))[at]
    return out


def _revisions(line: Line) -> Iterator[int]:
    return (entry["revision"] for entry in line.data.get("entries", ()) if entry["entry"] == "revision")


def _moved(line: Line, before: Line, numbers: dict[int, int]) -> Line:
    """The line after another one; as it is where it follows that one already."""
    if line.data["prev"] == before.checksum:
        return line
    entries = [_renumbered(entry, numbers) for entry in line.data["entries"]]
    was = {"was": line.data.get("was", line.number), "was_checksum": line.identity}
    return following(before, {**line.data, **was, "entries": entries})


def _renumbered(entry: Json, numbers: dict[int, int]) -> Json:
    """A revision remembers the numbers that it had, which plans may name."""
    out = {key: numbers[value] if key in ("revision", "after") else value for key, value in entry.items()}
    if entry["entry"] == "revision" and out["revision"] != entry["revision"]:
        out["was"] = [*entry.get("was", ()), entry["revision"]]
    if "made" in entry.get("data", {}):
        out["data"] = {**entry["data"], "made": numbers[entry["data"]["made"]]}
    return out


def _two_accounts(ours: Record, theirs: Record) -> NotPermitted:
    (identity, name), (other, other_name) = ours.account or ("", ""), theirs.account or ("", "")
    return NotPermitted(
        f"`{ours.where}` is the record of account {identity} (`{name}`), but `{theirs.where}` is that of {other} "
        f"(`{other_name}`).",
        hint="Only two versions of one account's record can be merged.",
        code="CSW503",
    )
