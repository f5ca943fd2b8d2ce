"""The tables in which an embedded account is kept, as SQL over one open connection. Knows nothing of locks and files.

An account is its id; each revision has its complete settings, so that any two can be compared and nothing is ever
edited.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import chain
from typing import Any, Protocol

from csws.errors import AccountLocked, CswsError, NewerStore, NotPermitted
from csws.kinds import ids_in
from csws.model.digest import digest_of
from csws.model.frozen import frozen
from csws.model.settings import Settings, fresh
from csws.model.target import AccountRef, Revision, State, shown_target
from csws.model.unknown import Unknown
from csws.state.snapshot import from_text, to_text

KINDS = ("applied", "observed", "imported")  # of revisions
TABLES = (
    """CREATE TABLE account (
         id TEXT PRIMARY KEY, name TEXT NOT NULL, revision INTEGER NOT NULL, applied TEXT)""",
    """CREATE TABLE revision (
         account_id TEXT NOT NULL REFERENCES account (id), number INTEGER NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
         operator TEXT, plan_digest TEXT, checksum TEXT NOT NULL, settings TEXT NOT NULL,
         PRIMARY KEY (account_id, number))""",
)


class Connection(Protocol):
    def execute(self, sql: str, parameters: tuple[Any, ...] = ..., /) -> Any: ...


@frozen
class Entry:
    """A revision about to be written; `applied` is what csws applied last, as of then."""

    number: int
    kind: str
    at: str
    operator: str | None
    plan_digest: str | None
    settings: Settings
    applied: Settings | None

    def is_recorded_as(self, found: Revision) -> bool:
        return all(getattr(self, item.name) == getattr(found, item.name) for item in fields(found))


class Ledger:
    """One account's rows. Raises NotPermitted (CSW503) where the id is kept under another name, and NewerStore for a row that
    only a newer csws can read."""

    def __init__(self, connection: Connection, account: AccountRef) -> None:
        self._sql = connection
        self._account = account

    def state(self) -> State:
        row = self._sql.execute(
            "SELECT name, revision, applied FROM account WHERE id = ?", (self._account.id,)
        ).fetchone()
        if row is None:
            return State(revision=0, settings=fresh())
        name, number, applied = row
        if name != self._account.name:
            raise NotPermitted(
                f"The store at `{self._account.target}` has account {self._account.id} under the name `{name}`, not `{self._account.name}`.",
                hint="Check `account.id` in the catalogue, and the account's `target:`.",
                code="CSW503",
            )
        found = self._row(number)
        if found is None:
            raise CswsError(
                f"The store lacks the current revision of `{self._account.name}`, {number}: something other than csws deleted it.",
                hint="Restore the store from a backup.",
                code="corrupt",
            )
        newest = self._revision(found)
        # Mostly the account is as it was last applied: then the same text need not be read a second time.
        same = applied == found[-1]
        before = newest.settings if same else self._settings(applied) if applied else None
        return State(revision=number, settings=newest.settings, applied=before, made_by=newest.plan_digest)

    def revision(self, number: int) -> Revision | None:
        row = self._row(number)
        return None if row is None else self._revision(row)

    def settings_at(self, number: int) -> Settings | None:
        found = self.revision(number)
        return found.settings if found else None

    def _row(self, number: int) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._sql.execute(
            f"{_SELECT} AND number = ?", (self._account.id, number)
        ).fetchone()
        return row

    def revisions(self) -> list[Revision]:
        rows = self._sql.execute(f"{_SELECT} ORDER BY number", (self._account.id,)).fetchall()
        return [self._revision(row) for row in rows]

    def used_ids(self) -> frozenset[str]:
        """The ids that things had in any revision."""
        rows = self._sql.execute(f"{_SELECT} ORDER BY number", (self._account.id,)).fetchall()
        return frozenset(chain.from_iterable(ids_in(self._settings(row[-1])) for row in rows))

    def _revision(self, row: tuple[Any, ...]) -> Revision:
        number, kind, at, operator, plan_digest, checksum, text = row
        if digest_of(text) != checksum:
            raise CswsError(
                f"Revision {number} in the store does not match its checksum: something other than csws changed it.",
                hint="Restore the store from a backup.",
                code="corrupt",
            )
        return Revision(
            number=number, kind=kind, at=at, operator=operator, plan_digest=plan_digest, settings=self._settings(text)
        )

    def _settings(self, text: str) -> Settings:
        return settings_of(text, self._account)

    def set_applied(self, applied: Settings) -> None:
        """Another base for drift; no revision. Does nothing for an account at revision 0."""
        self._sql.execute("UPDATE account SET applied = ? WHERE id = ?", (to_text(applied), self._account.id))

    def write(self, entry: Entry) -> None:
        applied = to_text(entry.applied) if entry.applied else None
        self._sql.execute(
            "INSERT INTO account (id, name, revision, applied) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, applied = excluded.applied",
            (self._account.id, self._account.name, entry.number, applied),
        )
        settings = to_text(entry.settings)
        self._sql.execute(
            "INSERT INTO revision (account_id, number, kind, at, operator, plan_digest, checksum, settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._account.id,
                entry.number,
                entry.kind,
                entry.at,
                entry.operator,
                entry.plan_digest,
                digest_of(settings),
                settings,
            ),
        )


_SELECT = "SELECT number, kind, at, operator, plan_digest, checksum, settings FROM revision WHERE account_id = ?"


def settings_of(text: str, account: AccountRef) -> Settings:
    """The settings that an account's store has as this text. Raises NewerStore where only a newer csws can read it."""
    try:
        return from_text(text)
    except Unknown as error:
        raise newer_record(account, str(error)) from error


def busy(account: AccountRef) -> AccountLocked:
    return AccountLocked(
        f"`{shown_target(account.target)}` is locked by another run, or by another program such as a database shell.",
        hint="Wait for it to end, or raise --lock-timeout.",
    )


def store_gone(account: AccountRef) -> CswsError:
    return CswsError(
        f"`{shown_target(account.target)}` was deleted while this run was working, so nothing more was recorded.",
        hint="Restore it from a backup, then run the command again.",
        code="store",
    )


def newer_record(account: AccountRef, what: str) -> NewerStore:
    """`what` is a clause: what the record has, and this csws does not know."""
    return NewerStore(
        f"The record of `{account.name}` at `{shown_target(account.target)}` was written by a newer csws: {what}.",
        hint="Update csws. The record was not changed.",
    )
