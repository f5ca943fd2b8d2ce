"""What the lines of one side of a merge touch, and where both sides touch the same. Knows no files.

Settings are touched by item, runs by id. The base of drift is nothing that two sides can disagree
about: where one has changed an item and its base, its word counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from csws.kinds import kind_named, workspaces
from csws.model.frozen import mutable
from csws.model.names import folded
from csws.model.record import Dispute, RecordLine
from csws.model.settings import Objects
from csws.targets.record.changes import OBJECTS, Changes, Flat, Place, each_item, places_of
from csws.targets.record.entries import Entry, entries_of
from csws.targets.record.line import Line
from csws.targets.record.replay import Record

Token = tuple[str, str]  # what is touched: an address, an item by its id, a name that only one may have, or a run
ADDRESS, ITEM, NAME, RUN = "address", "item", "name", "run"
_OF_RUNS = ("begun", "ended", "given_up")


@mutable
class Side:
    """What the lines of one side touch. `places` are the items whose settings change, `base` those
    whose base of drift changes; `fields` are the fields of settings, by kind and path, and `roles`
    the objects before and after."""

    lines: dict[Token, list[Line]] = field(default_factory=dict)
    places: set[Place] = field(default_factory=set)
    base: set[Place] = field(default_factory=set)
    fields: dict[tuple[str, str], Line] = field(default_factory=dict)
    roles: list[tuple[Objects, Objects, Line]] = field(default_factory=list)

    def take(self, line: Line, settings: Flat) -> None:
        """`settings` are those before the line."""
        for entry in entries_of(line):
            self._touch(line, _tokens(entry, settings))
            if entry["entry"] == "base":
                self.base.update(places_of(entry["changes"]))
            elif entry["entry"] == "revision":
                self.base.update(places_of(entry["changes"]) if entry.get("base") else ())
                after = settings.changed(entry["changes"])
                self._take_settings(line, entry["changes"], settings, after)
                settings = after

    def _touch(self, line: Line, tokens: Iterable[Token]) -> None:
        for token in tokens:
            lines = self.lines.setdefault(token, [])
            if not lines or lines[-1] is not line:
                lines.append(line)

    def _take_settings(self, line: Line, changes: Changes, before: Flat, after: Flat) -> None:
        if OBJECTS in changes:
            self.roles.append((before.settings().objects, after.settings().objects, line))
        self.places.update(places_of(changes))
        for (kind, _), fields in each_item(changes):
            self.fields.update({(kind, path): line for path in fields or {}})


def side_of(record: Record, lines: Sequence[Line]) -> Side:
    side, mine = Side(), {line.number for line in lines}
    at = Record(record.where)
    for line in record.lines:
        if line.number in mine and line.number > 1:
            side.take(line, at.position.settings)
        at.take(line)
    return side


def disputes(one: Side, other: Side) -> Iterator[Dispute]:
    """Everything in which the two sides are in each other's way."""
    yield from _same(one, other)
    for mine, their, turned in ((one, other, False), (other, one, True)):
        for line, cleared in _cleared(mine, their):
            sides = ([cleared], [line]) if turned else ([line], [cleared])
            yield _dispute("objects", *sides)


def two_runs(own: Sequence[Line], new: Sequence[Line], unfinished: Iterable[str]) -> Dispute:
    """Each side has begun a run that has not ended."""
    about = f"unfinished runs ({', '.join(sorted(unfinished))})"
    return _dispute(about, list(filter(_begins, own)), list(filter(_begins, new)))


def _begins(line: Line) -> bool:
    return any(entry["entry"] == "begun" for entry in entries_of(line))


def _same(one: Side, other: Side) -> Iterator[Dispute]:
    """An address says it best; where one item has two names by now, its id."""
    told: set[tuple[int, ...]] = set()
    for token in sorted(one.lines.keys() & other.lines.keys()):
        mine, their = one.lines[token], other.lines[token]
        numbers = tuple(line.number for line in (*mine, *their))
        if token[0] not in (ITEM, NAME) or numbers not in told:
            told.add(numbers)
            about = _run(token[1], mine, their) if token[0] == RUN else token[1]
            yield _dispute(about, mine, their)


def _run(run: str, mine: Sequence[Line], their: Sequence[Line]) -> str:
    begun = any(map(_begins, mine)) and any(map(_begins, their))
    return f"run {run}, which was begun on both sides" if begun else f"run {run}"


def _cleared(one: Side, other: Side) -> Iterator[tuple[Line, Line]]:
    """Where a change of objects clears what the other side has set."""
    for before, after, line in one.roles:
        for (kind, path), set_by in other.fields.items():
            found = kind_named(kind)
            if found is not None and path != "key" and found.is_cleared(path, before, after):
                yield line, set_by
                return


def _tokens(entry: Entry, settings: Flat) -> Iterator[Token]:
    if entry["entry"] == "step":
        yield RUN, entry["run"]
    elif entry["entry"] in _OF_RUNS:
        yield RUN, entry["data"]["run"]
    elif entry["entry"] == "revision":
        if OBJECTS in entry["changes"]:
            yield ADDRESS, OBJECTS
        for place, fields in each_item(entry["changes"]):
            known = settings.items.get(place, {}).get("key")
            yield ITEM, _named(place, None)
            yield ADDRESS, _named(place, known)
            yield ADDRESS, _named(place, (fields or {}).get("key", known))
            yield from _called(place, fields or {})


def _called(place: Place, fields: Mapping[str, Any]) -> Iterator[Token]:
    """The name that an item gets: if both sides have seen something new of that name, it is one thing."""
    kind, name = kind_named(place[0]), fields.get("name")
    field = kind.field_at("name") if kind else None
    if kind is not None and field is not None and field.is_exclusive and isinstance(name, str) and name:
        yield NAME, f"a {kind.noun} called “{folded(name)}”"


def _named(place: Place, key: str | None) -> str:
    """An item as people write it: by its key, or by its id where csws does not manage it."""
    kind, identity = place
    if key is not None:
        return f"{kind}.{key}"
    if kind == OBJECTS:
        return OBJECTS
    is_workspace = kind == workspaces.KIND.name
    return f"unmanaged.{identity}" if is_workspace else f"{kind} with the id {identity}"


def _dispute(about: str, ours: Sequence[Line], theirs: Sequence[Line]) -> Dispute:
    return Dispute(about=about, ours=tuple(map(view, ours)), theirs=tuple(map(view, theirs)))


def view(line: Line) -> RecordLine:
    """The line as people see it."""
    data = line.data
    entries = tuple(entries_of(line)) if "entries" in data else ()
    return RecordLine(
        number=line.number,
        at=data.get("at", ""),
        by=data.get("by"),
        entries=entries,
        was=data.get("was"),
    )
