"""What a run has begun: its plan, and for each step the intent before it is sent and the outcome after (write-ahead).

Every entry is a transaction of its own, so it is on disk before anything that follows from it happens. A run has an id of its
own, so that what is recorded of it belongs to no other run of the same plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from csws.model.digest import canonical
from csws.model.frozen import frozen
from csws.model.runs import UNSAID, BegunRun, DoneStep, How, Made, run_id
from csws.targets.ledger.tables import Connection

STATES = ("intent", "done", "not_done")
TABLES = (
    """CREATE TABLE IF NOT EXISTS run (
         account_id TEXT PRIMARY KEY, digest TEXT NOT NULL, plan TEXT NOT NULL, at TEXT NOT NULL, operator TEXT)""",
    """CREATE TABLE IF NOT EXISTS journal (
         account_id TEXT NOT NULL, digest TEXT NOT NULL, step INTEGER NOT NULL, entry INTEGER NOT NULL,
         state TEXT NOT NULL, at TEXT NOT NULL, who TEXT, note TEXT, PRIMARY KEY (account_id, digest, step, entry))""",
)
# csws 0.1 knew a run by the digest of its plan, of which there was one run.
_ID = "substr(digest, 8, 12)"
WITH_IDS = (
    "ALTER TABLE run ADD COLUMN id TEXT",
    "ALTER TABLE run ADD COLUMN made TEXT",
    f"UPDATE run SET id = {_ID}",
    f"UPDATE journal SET digest = {_ID}",
    "ALTER TABLE journal RENAME COLUMN digest TO run",
    "ALTER TABLE journal ADD COLUMN revision INTEGER",
)
# The tables of a store that was last written by csws 0.1, in the form of today's.
_RUN_0_1 = f"(SELECT account_id, {_ID} AS id, digest, plan, at, operator, NULL AS made FROM run) AS run"
_JOURNAL_0_1 = f"""(SELECT account_id, {_ID} AS run, step, entry, state, at, who, note, NULL AS revision
  FROM journal) AS journal"""


@frozen
class Said:
    """The details of an entry: who reported it, their note, and the revision that it made."""

    who: str | None = None
    text: str | None = None
    revision: int | None = None


NOTHING = Said()


def new_id(connection: Connection, account_id: str, digest: str) -> str:
    """An id that no run of this account has had: the same plan begun again adds -2, -3."""
    first = run_id(digest, 1)
    rows = connection.execute(
        "SELECT DISTINCT run FROM journal WHERE account_id = ? AND (run = ? OR run LIKE ?)",
        (account_id, first, f"{first}-%"),
    ).fetchall()
    begun = connection.execute(
        "SELECT data FROM event WHERE account_id = ? AND kind = 'begun' AND data LIKE ?", (account_id, f"%{first}%")
    ).fetchall()
    known = {run for (run,) in rows} | {json.loads(data)["run"] for (data,) in begun}
    unfinished_run = Journal(connection, account_id).unfinished()
    known |= {unfinished_run.id} if unfinished_run else set()
    number = 1
    while run_id(digest, number) in known:
        number += 1
    return run_id(digest, number)


def begin(connection: Connection, account_id: str, run: BegunRun) -> None:
    """Begins a run; the caller has ended an older one."""
    made = {**asdict(run.made), "how": run.made.how.value}
    connection.execute(
        "INSERT INTO run (account_id, id, digest, plan, at, operator, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (account_id, run.id, run.digest, run.plan, run.since, run.by, canonical(made)),
    )


def finish(connection: Connection, account_id: str, run: str) -> None:
    """This run has ended; another one has not."""
    connection.execute("DELETE FROM run WHERE account_id = ? AND id = ?", (account_id, run))


def note(
    connection: Connection,
    account_id: str,
    run: str,
    step: int,
    state: str,
    at: str,
    said: Said = NOTHING,
) -> None:
    """One entry: `state` is one of STATES."""
    (last,) = connection.execute(
        "SELECT coalesce(max(entry), 0) FROM journal WHERE account_id = ? AND run = ? AND step = ?",
        (account_id, run, step),
    ).fetchone()
    connection.execute(
        "INSERT INTO journal (account_id, run, step, entry, state, at, who, note, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (account_id, run, step, last + 1, state, at, said.who, said.text, said.revision),
    )


@frozen(kw_only=False)
class Journal:
    """What is kept of an account's runs, to be read. `by_csws_0_1`: the store was last written by csws 0.1."""

    connection: Connection
    account_id: str
    by_csws_0_1: bool = False

    def unfinished(self) -> BegunRun | None:
        table = _RUN_0_1 if self.by_csws_0_1 else "run"
        rows = self._rows("id, digest, plan, at, operator, made", f"{table} WHERE account_id = ?")
        if not rows:
            return None
        identity, digest, plan, since, by, made = rows[0]
        return BegunRun(id=identity, digest=digest, plan=plan, since=since, by=by, made=_made(made))

    def in_doubt(self, run: str) -> frozenset[int]:
        """The steps whose last entry is an intent: sent perhaps, done perhaps."""
        rows = self._rows("step, state", f"{self._table} WHERE account_id = ? AND run = ? ORDER BY step, entry", run)
        return frozenset(step for step, state in dict(rows).items() if state == "intent")

    def done_in(self, run: str) -> Mapping[int, DoneStep]:
        """The steps of a run that are recorded as done, by id; also of a run that has ended."""
        return {item.step: item for item in self.done_steps(run)}

    def done_steps(self, run: str = "%") -> list[DoneStep]:
        """Every step of the account that was recorded as done, in any run."""
        which = "account_id = ? AND run LIKE ? AND state = 'done' ORDER BY run, step, entry"
        rows = self._rows("run, step, at, who, note, revision", f"{self._table} WHERE {which}", run)
        return [
            DoneStep(run=run, step=step, at=at, who=who, said=said, revision=revision)
            for run, step, at, who, said, revision in rows
        ]

    @property
    def _table(self) -> str:
        return _JOURNAL_0_1 if self.by_csws_0_1 else "journal"

    def _rows(self, columns: str, rest: str, *values: str) -> list[Any]:
        found: list[Any] = self.connection.execute(
            f"SELECT {columns} FROM {rest}", (self.account_id, *values)
        ).fetchall()
        return found


def _made(text: str | None) -> Made:
    """What csws 0.1 began says nothing of it: it is resumed like a run of the project's files."""
    if text is None:
        return UNSAID
    data = json.loads(text)
    return Made(how=How(data["how"]), command=data["command"], language=data["language"])
