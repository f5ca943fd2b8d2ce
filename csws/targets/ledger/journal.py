"""What a run has begun: its plan, and for each step the intent before it is sent and the outcome after (write-ahead).

Every entry is a transaction of its own, so it is on disk before anything that follows from it happens.
"""

from __future__ import annotations

from csws.model.frozen import frozen
from csws.targets.ledger.tables import Connection

STATES = ("intent", "done", "not_done")
TABLES = (
    """CREATE TABLE IF NOT EXISTS run (
         account_id TEXT PRIMARY KEY, digest TEXT NOT NULL, plan TEXT NOT NULL, at TEXT NOT NULL, operator TEXT)""",
    """CREATE TABLE IF NOT EXISTS journal (
         account_id TEXT NOT NULL, digest TEXT NOT NULL, step INTEGER NOT NULL, entry INTEGER NOT NULL,
         state TEXT NOT NULL, at TEXT NOT NULL, who TEXT, note TEXT, PRIMARY KEY (account_id, digest, step, entry))""",
)


@frozen(kw_only=False)
class Run:
    """An unfinished run: the digest and the document of its account's plan."""

    digest: str
    plan: str
    operator: str | None


def begin(connection: Connection, account_id: str, run: Run, at: str) -> None:
    """The run that is begun now; an older unfinished one of this account is replaced."""
    connection.execute(
        "INSERT INTO run (account_id, digest, plan, at, operator) VALUES (?, ?, ?, ?, ?) ON CONFLICT (account_id) DO UPDATE "
        "SET digest = excluded.digest, plan = excluded.plan, at = excluded.at, operator = excluded.operator",
        (account_id, run.digest, run.plan, at, run.operator),
    )


def finish(connection: Connection, account_id: str, digest: str) -> None:
    """The account's run of this plan has ended; that of another one has not."""
    connection.execute("DELETE FROM run WHERE account_id = ? AND digest = ?", (account_id, digest))


def unfinished(connection: Connection, account_id: str) -> Run | None:
    row = connection.execute("SELECT digest, plan, operator FROM run WHERE account_id = ?", (account_id,)).fetchone()
    return Run(row[0], row[1], row[2]) if row else None


def note(
    connection: Connection,
    account_id: str,
    digest: str,
    step: int,
    state: str,
    at: str,
    who: str | None = None,
    text: str | None = None,
) -> None:
    """One entry: `state` is one of STATES."""
    (last,) = connection.execute(
        "SELECT coalesce(max(entry), 0) FROM journal WHERE account_id = ? AND digest = ? AND step = ?",
        (account_id, digest, step),
    ).fetchone()
    connection.execute(
        "INSERT INTO journal (account_id, digest, step, entry, state, at, who, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (account_id, digest, step, last + 1, state, at, who, text),
    )


def in_doubt(connection: Connection, account_id: str, digest: str) -> frozenset[int]:
    """The steps whose last entry is an intent: sent perhaps, done perhaps."""
    return _in_state(connection, account_id, digest, "intent")


def done_steps(connection: Connection, account_id: str, digest: str) -> frozenset[int]:
    return _in_state(connection, account_id, digest, "done")


def _in_state(connection: Connection, account_id: str, digest: str, wanted: str) -> frozenset[int]:
    rows = connection.execute(
        "SELECT step, state FROM journal WHERE account_id = ? AND digest = ? ORDER BY step, entry", (account_id, digest)
    ).fetchall()
    last = dict(rows)
    return frozenset(step for step, state in last.items() if state == wanted)
