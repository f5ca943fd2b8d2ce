"""What the lines of a record mean, as rows of the ledger's tables. Knows no file and no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from csws.model.digest import canonical, digest_of
from csws.model.frozen import frozen, mutable
from csws.model.record import RecordFault
from csws.model.settings import fresh
from csws.state.snapshot import to_text
from csws.targets.record.changes import Flat
from csws.targets.record.entries import Entry, base_of, entries_of
from csws.targets.record.line import Line, RecordBroken, beginning, scan

Row = tuple[Any, ...]


@frozen
class Position:
    """An account after some lines: its revision and settings, the base of drift, its unfinished
    runs by id, and how many rows its journal has."""

    revision: int = 0
    settings: Flat = Flat.of(to_text(fresh()))
    base: Flat | None = None
    runs: Mapping[str, Row] = field(default_factory=dict)
    journal: int = 0


@mutable
class Rows:
    """Rows of the ledger's tables, without the id of the account; `then` are numbers that revisions
    had before a merge, with the settings."""

    revisions: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    journal: list[Row] = field(default_factory=list)
    then: list[tuple[int, str]] = field(default_factory=list)

    def add(self, more: Rows) -> None:
        self.revisions += more.revisions
        self.events += more.events
        self.journal += more.journal
        self.then += more.then


def after_line(at: Position, line: Line) -> tuple[Position, Rows]:
    """Where a line leads, and its rows. Raises Unknown for what only a newer csws writes."""
    rows = Rows()
    for entry in entries_of(line):
        at = _after(at, entry, rows)
    return at, rows


def _after(at: Position, entry: Entry, rows: Rows) -> Position:
    match entry["entry"]:
        case "revision":
            return _after_revision(at, entry, rows)
        case "base":
            return _after_base(at, entry)
        case "step":
            return _after_step(at, entry, rows)
    return _after_event(at, entry, rows)


def _after_base(at: Position, entry: Entry) -> Position:
    """The first base begins with the account as it was known then: two add up in a merge."""
    return replace(at, base=(at.base or at.settings).changed(entry["changes"]))


def _after_revision(at: Position, entry: Entry, rows: Rows) -> Position:
    if entry["revision"] != at.revision + 1:
        raise _Gap(f"records revision {entry['revision']} after revision {at.revision}")
    at = _after_base(at, entry) if entry.get("base") else at
    settings = at.settings.changed(entry["changes"])
    text = settings.text()
    about = (entry["kind"], entry["at"], entry["by"], entry.get("plan"))
    rows.revisions.append((entry["revision"], *about, digest_of(text), text))
    rows.then += [(was, text) for was in entry.get("was", ())]
    return replace(at, revision=entry["revision"], settings=settings)


def _after_step(at: Position, entry: Entry, rows: Rows) -> Position:
    which = entry["run"], entry["step"], at.journal + 1
    said = entry["by"], entry.get("note"), entry.get("revision")
    rows.journal.append((*which, entry["state"], entry["at"], *said))
    return replace(at, journal=at.journal + 1)


def _after_event(at: Position, entry: Entry, rows: Rows) -> Position:
    kind, data = entry["entry"], entry["data"]
    if not 0 <= entry["after"] <= at.revision:
        raise _Gap(f"names revision {entry['after']} after revision {at.revision}")
    rows.events.append((entry["after"], entry["at"], entry["by"], kind, canonical(data)))
    if kind == "begun":
        if "base" in entry:  # a merge has put other changes before this line
            rows.then.append((base_of(entry), at.settings.changed(entry["base"]).text()))
        run = (data["run"], data["digest"], canonical(entry["plan"]), entry["since"], entry["by"])
        return replace(at, runs={**at.runs, data["run"]: (*run, canonical(entry["made"]))})
    if kind in ("ended", "given_up"):
        return replace(at, runs={run: row for run, row in at.runs.items() if run != data["run"]})
    return at


class _Gap(Exception):
    """A line does not follow from the lines before it."""


@mutable
class Record:
    """A record that was read: its lines, where they lead, and its rows. `data` is what was read,
    and `size` is how much of it is whole lines: the rest is a torn line. `ended` says that the last
    whole line has its line end."""

    where: str
    lines: list[Line] = field(default_factory=list)
    position: Position = field(default_factory=Position)
    rows: Rows = field(default_factory=Rows)
    data: bytes = b""
    size: int = 0
    ended: bool = True

    def read_on(self, data: bytes, header: bytes = b"") -> None:
        """Reads what follows the lines that are known. Raises RecordBroken at the first line that
        is wrong, and Unknown for what only a newer csws knows. A torn first line is a part of
        `header`; anything else is another file."""
        start = self.size or beginning(data)
        for found in scan(data, start, self.lines[-1] if self.lines else None):
            if found.is_torn and (found.number > 1 or header.startswith(data)):
                break
            if found.line is None or found.what is not None:
                raise self._broken(found.number, found.what or "")
            self.take(found.line)
            self.size, self.ended = found.end, found.ended
        self.data = data

    def check_known(self) -> None:
        """Raises Unknown where the settings contain what only a newer csws knows."""
        self.position.settings.settings()
        (self.position.base or self.position.settings).settings()

    def take(self, line: Line) -> None:
        if self.lines:
            try:
                self.position, rows = after_line(self.position, line)
            except _Gap as gap:
                raise self._broken(line.number, str(gap)) from gap
            self.rows.add(rows)
        self.lines.append(line)

    def _broken(self, number: int, what: str) -> RecordBroken:
        return RecordBroken.at(self.where, RecordFault(line=number, what=what))

    @property
    def then(self) -> Mapping[int, tuple[str, ...]]:
        """The numbers that revisions had before a merge, each with the settings that had it."""
        out: dict[int, tuple[str, ...]] = {}
        for was, text in self.rows.then:
            out[was] = (*out.get(was, ()), text)
        return out

    @property
    def account(self) -> tuple[str, str] | None:
        """The id and the name of the account; None where nothing was written yet."""
        if not self.lines:
            return None
        account = self.lines[0].data["account"]
        return str(account["id"]), str(account["name"])
