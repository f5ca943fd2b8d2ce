"""What a transaction added to the ledger's tables, as the next line of a record. Knows no file.

A transaction is one line, so an interruption leaves all of it or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from csws.targets.ledger.tables import Connection
from csws.targets.ledger.writing import now
from csws.targets.record.changes import Flat, differences
from csws.targets.record.line import Line, following
from csws.targets.record.replay import Position, Record

Json = dict[str, Any]

# The columns that entries keep, of every table. Replaying gives the others.
REVISION = "number, kind, at, operator, plan_digest, settings"
EVENT = "revision, at, who, kind, data"
JOURNAL = "run, step, state, at, who, note, revision"
RUN = "id, plan, at, made"


def fill(connection: Connection, record: Record, account_id: str, name: str) -> None:
    """Puts an account's rows into empty tables."""
    at, rows, own = record.position, record.rows, (account_id,)
    if at.revision:
        base = at.base.text() if at.base else None
        row = (*own, name, at.revision, base)
        _insert(connection, "account (id, name, revision, applied)", [row])
    columns = "account_id, number, kind, at, operator, plan_digest, checksum, settings"
    _insert(connection, f"revision ({columns})", [own + row for row in rows.revisions])
    numbered = ((*own, number, *row) for number, row in enumerate(rows.events, 1))
    _insert(connection, "event (account_id, number, revision, at, who, kind, data)", list(numbered))
    columns = "account_id, run, step, entry, state, at, who, note, revision"
    _insert(connection, f"journal ({columns})", [own + row for row in rows.journal])
    columns = "account_id, id, digest, plan, at, operator, made"
    _insert(connection, f"run ({columns})", [own + row for row in at.runs.values()])


def _insert(connection: Any, into: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        connection.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def next_line(connection: Connection, record: Record, before: Line, who: str | None) -> Line | None:
    """The line after `before` with everything that was added since `fill`; None where nothing was.
    `who` writes it; an entry says if somebody else did what it is about."""
    entries = list(_entries(connection, record))
    if not entries:
        return None
    at = next((entry["at"] for entry in entries if "at" in entry), now())
    short = [_short(entry, at, who) for entry in entries]
    return following(before, {"at": at, "by": who, "entries": short})


def _short(entry: Json, at: str, who: str | None) -> Json:
    """Without what the line says for all its entries."""
    said = (("at", at), ("by", who))
    return {key: value for key, value in entry.items() if (key, value) not in said}


def _entries(connection: Connection, record: Record) -> Iterator[Json]:
    """The base first: where there was none yet, it is told from the settings before the line. Mostly
    it changes as the settings do."""
    rows, position = record.rows, record.position
    base, revisions = list(_base(connection, position)), list(_revisions(connection, position))
    if len(base) == len(revisions) == 1 and base[0]["changes"] == revisions[0]["changes"]:
        base, revisions = [], [{**revisions[0], "base": True}]
    yield from base
    yield from _steps(connection, len(rows.journal))
    yield from revisions
    yield from _events(connection, len(rows.events))


def _steps(connection: Connection, known: int) -> Iterator[Json]:
    query = f"SELECT {JOURNAL} FROM journal WHERE rowid > ? ORDER BY rowid"
    found = connection.execute(query, (known,))
    for run, step, state, at, by, note, revision in found.fetchall():
        more = {"note": note, "revision": revision}
        entry = {"entry": "step", "at": at, "by": by, "run": run, "step": step, "state": state}
        yield entry | {key: value for key, value in more.items() if value is not None}


def _revisions(connection: Connection, position: Position) -> Iterator[Json]:
    before = position.settings
    found = connection.execute(
        f"SELECT {REVISION} FROM revision WHERE number > ? ORDER BY number", (position.revision,)
    )
    for number, kind, at, by, plan, text in found.fetchall():
        after = Flat.of(text)
        entry = {"entry": "revision", "at": at, "by": by, "revision": number, "kind": kind}
        yield entry | ({"plan": plan} if plan else {}) | {"changes": differences(before, after)}
        before = after


def _base(connection: Connection, position: Position) -> Iterator[Json]:
    """The base changes with the account, or by itself where the configuration agrees with what is
    known."""
    row = connection.execute("SELECT applied FROM account").fetchone()
    if row is None or row[0] is None:
        return
    after = Flat.of(row[0])
    if after != position.base:
        before = position.base or position.settings
        yield {"entry": "base", "changes": differences(before, after)}


def _events(connection: Connection, known: int) -> Iterator[Json]:
    query = f"SELECT {EVENT} FROM event WHERE number > ? ORDER BY number"
    found = connection.execute(query, (known,))
    for revision, at, by, kind, text in found.fetchall():
        data = json.loads(text)
        entry = {"entry": kind, "at": at, "by": by, "after": revision, "data": data}
        yield entry | (_begun(connection, data["run"]) if kind == "begun" else {})


def _begun(connection: Connection, run: str) -> Json:
    """What the run was begun with."""
    row = connection.execute(f"SELECT {RUN} FROM run WHERE id = ?", (run,)).fetchone()
    _, plan, since, made = row
    return {"since": since, "plan": json.loads(plan), "made": json.loads(made)}
