"""Joins two records of one account: the lines that only theirs has follow ours, with new numbers.
Knows no file.

The sides must touch different workspaces, scores and runs. No common base is needed: a line is
known by the checksum with which it was first written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from csws.errors import NotPermitted
from csws.model.frozen import frozen
from csws.model.record import Dispute
from csws.targets.record.changes import Flat, Place, completed, differences, without
from csws.targets.record.entries import Json, base_of, spelled_out
from csws.targets.record.line import Line, following
from csws.targets.record.replay import Position, Record
from csws.targets.record.touched import disputes, side_of, two_runs


@frozen
class Merge:
    """The lines of the joined record; those that were added are the last ones. With disputes there
    is none."""

    lines: tuple[Line, ...] = ()
    added: int = 0
    disputes: tuple[Dispute, ...] = ()


def merged(ours: Record, theirs: Record) -> Merge:
    """Raises NotPermitted (CSW503) for the records of two accounts, and Unknown for what only a
    newer csws knows."""
    if ours.account and theirs.account and ours.account != theirs.account:
        raise _two_accounts(ours, theirs)
    new, own = _only_in(theirs, ours), _only_in(ours, theirs)
    side = side_of(ours, own)
    found = tuple(disputes(side, side_of(theirs, new)))
    if found:
        return Merge(disputes=found)
    joined = _joined(ours, theirs, {line.number for line in new}, side.places & side.base)
    unfinished = list(joined.position.runs)
    if len(unfinished) > 1:
        return Merge(disputes=(two_runs(own, new, unfinished),))
    return Merge(lines=tuple(joined.lines), added=len(new))


def _joined(ours: Record, theirs: Record, new: Collection[int], known_better: Collection[Place]) -> Record:
    """`new` are the numbers of their lines that ours lacks. Of the items that are `known_better`,
    ours has changed both the settings and the base."""
    joined, beside = _again(ours.lines, ours.where), Record(theirs.where)
    numbers, common = _numbers(ours, theirs), _common(theirs, new)
    for line in theirs.lines:
        had_base = beside.position.base is not None
        beside.take(line)
        if line.number not in new:
            continue
        if joined.lines and line.data["prev"] != joined.lines[-1].checksum:
            bases = _Bases(beside.position.base, not had_base, common, known_better)
            entries = [_renumbered(entry, numbers) for entry in spelled_out(line.data["entries"])]
            entries = [bases.moved(entry, joined.position) for entry in entries]
            entries = [_with_origin(entry, joined, beside) for entry in entries]
            line = _moved(line, joined.lines[-1], entries)
        joined.take(line)
    return joined


def _again(lines: Iterable[Line], where: str) -> Record:
    record = Record(where)
    for line in lines:
        record.take(line)
    return record


def _common(theirs: Record, new: Collection[int]) -> Flat:
    """The settings by the lines that both sides have."""
    settings = Position().settings
    shared = (line for line in theirs.lines if line.number not in new)
    for entry in (entry for line in shared for entry in line.data.get("entries", ())):
        if entry["entry"] == "revision":
            settings = settings.changed(entry["changes"])
    return settings


def text_of(lines: Iterable[Line]) -> bytes:
    return b"".join(line.text + b"\n" for line in lines)


def _only_in(one: Record, other: Record) -> list[Line]:
    """The header is the same, but for a later minor format."""
    known = {line.identity for line in other.lines}
    lines = one.lines[1:] if other.lines else one.lines
    return [line for line in lines if line.identity not in known]


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
    entries = line.data.get("entries", ())
    return (entry["revision"] for entry in entries if entry["entry"] == "revision")


def _moved(line: Line, before: Line, entries: list[Json]) -> Line:
    """The line after another one. It remembers the number and the checksum that it was written
    with."""
    was = {"was": line.data.get("was", line.number), "was_checksum": line.identity}
    return following(before, {**line.data, **was, "entries": entries})


@frozen(kw_only=False)
class _Bases:
    """Their base of drift after a line. The first one stays as it is where ours has none. Where
    ours has one too, each is what its side changed of the settings that they had in `common`."""

    after: Flat | None
    is_first: bool
    common: Flat
    known_better: Collection[Place]

    def moved(self, entry: Json, at: Position) -> Json:
        if entry["entry"] != "base" or self.after is None:
            return entry
        if self.is_first and at.base is None:
            return {**entry, "changes": differences(at.settings, self.after)}
        changes = differences(self.common, self.after) if self.is_first else entry["changes"]
        changes = without(changes, self.known_better)
        return {**entry, "changes": completed(changes, at.base or at.settings, self.after)}


def _with_origin(entry: Json, joined: Record, beside: Record) -> Json:
    """A run goes on after a merge, so it keeps the settings that its plan begins with, as the
    difference from the joined ones."""
    if entry["entry"] != "begun":
        return entry
    number = base_of(entry)
    texts = {row[0]: row[-1] for row in beside.rows.revisions}
    if "base" in entry:  # an earlier merge gave it another number
        texts |= dict(beside.rows.then)
    origin = Flat.of(texts[number]) if number in texts else Position().settings
    return {**entry, "base": differences(joined.position.settings, origin)}


def _renumbered(entry: Json, numbers: dict[int, int]) -> Json:
    """A revision remembers the numbers that it had, which plans may name."""
    out = dict(entry)
    for key in ("revision", "after"):
        if key in entry:
            out[key] = numbers.get(entry[key], entry[key])
    if entry["entry"] == "revision" and out["revision"] != entry["revision"]:
        out["was"] = [*entry.get("was", ()), entry["revision"]]
    made = entry.get("data", {}).get("made")
    if isinstance(made, int):
        out["data"] = {**entry["data"], "made": numbers.get(made, made)}
    return out


def _two_accounts(ours: Record, theirs: Record) -> NotPermitted:
    (identity, name), (other, other_name) = ours.account or ("", ""), theirs.account or ("", "")
    return NotPermitted(
        f"`{ours.where}` is the record of account {identity} (`{name}`), "
        f"but `{theirs.where}` is that of account {other} (`{other_name}`).",
        hint="Only two versions of one account's record can be merged.",
        code="CSW503",
    )
