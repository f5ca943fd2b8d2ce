"""Events of an account that made no revision: who did what, and when. Knows no settings. A new kind of event needs
its word in KINDS; its details are in `data`, plain JSON.
"""

from __future__ import annotations

import json

from csws.model.digest import canonical
from csws.model.target import RecordEvent
from csws.targets.ledger.tables import Connection

KINDS = ("seen", "remark", "begun", "ended", "given_up")
TABLES = (
    """CREATE TABLE event (
         account_id TEXT NOT NULL, number INTEGER NOT NULL, revision INTEGER NOT NULL, at TEXT NOT NULL, who TEXT,
         kind TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (account_id, number))""",
)


def note(connection: Connection, account_id: str, event: RecordEvent) -> None:
    """Adds an event after all others of the account; its kind is one of KINDS."""
    assert event.kind in KINDS
    (last,) = connection.execute(
        "SELECT coalesce(max(number), 0) FROM event WHERE account_id = ?", (account_id,)
    ).fetchone()
    connection.execute(
        "INSERT INTO event (account_id, number, revision, at, who, kind, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (account_id, last + 1, event.revision, event.at, event.who, event.kind, canonical(event.data)),
    )


def events(connection: Connection, account_id: str) -> list[RecordEvent]:
    """The account's events, oldest first."""
    rows = connection.execute(
        "SELECT revision, at, who, kind, data FROM event WHERE account_id = ? ORDER BY number", (account_id,)
    ).fetchall()
    return [
        RecordEvent(revision=revision, at=at, who=who, kind=kind, data=json.loads(data))
        for revision, at, who, kind, data in rows
    ]
