"""The record of an account as text (file:PATH), to be committed with the project: JSON Lines, one
for each transaction.

The ledger works on tables in memory that the lines are replayed into; what a transaction added to
them becomes the next line. The lease is in a lock file below .csws/, so it holds on one machine.
Between machines git decides.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from csws.errors import AccountLocked, CswsError, NotPermitted
from csws.model.target import AccountRef
from csws.model.unknown import Unknown
from csws.targets.ledger import events, journal, lease
from csws.targets.ledger.tables import TABLES, Connection, busy, newer_record, store_gone
from csws.targets.ledger.target import LedgerReader, LedgerTarget
from csws.targets.record.appending import append, changed
from csws.targets.record.line import header
from csws.targets.record.replay import Record
from csws.targets.record.writing import fill, next_line

_TABLES = (*TABLES, *journal.TABLES, *events.TABLES, *journal.WITH_IDS)


class FileTarget(LedgerTarget):
    def store(self, account: AccountRef) -> FileStore:
        return FileStore(account)

    @contextmanager
    def reader(self, account: AccountRef) -> Iterator[LedgerReader]:
        """Of one moment: the file is read once, and a line that is being written is left out."""
        record = Record(account.location)
        with faults(account):
            _read(record, path_of(account), account)
        with _tables(":memory:") as connection:
            fill(connection, record, account.id, account.name)
            yield LedgerReader(connection if record.lines else None, account, then=record.then)


class FileStore:
    """What was read of the file is kept between transactions, so that each reads only what is new."""

    def __init__(self, account: AccountRef) -> None:
        self._account = account
        self._record: Record | None = None
        self._is_there = False

    def now(self, connection: Connection) -> float:
        return time.time()

    def texts_then(self, number: int) -> Sequence[str]:
        return self._record.then.get(number, ()) if self._record else ()

    @contextmanager
    def transaction(self, timeout: float) -> Iterator[sqlite3.Connection]:
        """Appends a line at the end, if anything was written; any exception inside leaves the file
        as it was."""
        account, path = self._account, path_of(self._account)
        with faults(account), _locked(lock_of(account), timeout) as connection:
            if self._is_there and not path.exists():
                raise store_gone(account)
            record = self._record or Record(account.location)
            _read(record, path, account)
            fill(connection, record, account.id, account.name)
            yield connection
            self._append(connection, record, path)
            self._record, self._is_there = record, path.exists()
            connection.execute("COMMIT")

    def _append(self, connection: Connection, record: Record, path: Path) -> None:
        first = [] if record.lines else [header(self._account.id, self._account.name)]
        before, who = (record.lines or first)[-1], _holder(connection, self._account)
        line = next_line(connection, record, before, who)
        if line is None:
            return
        text = b"".join(each.text + b"\n" for each in (*first, line))
        path.parent.mkdir(parents=True, exist_ok=True)
        end = b"" if record.ended else b"\n"
        append(path, len(record.data), record.size, end + text, record.where)


TARGET = FileTarget()


def path_of(account: AccountRef) -> Path:
    return Path(account.root) / account.location


def lock_of(account: AccountRef) -> Path:
    """The lock file of a record: two names of one file have one lock."""
    root = Path(account.root).resolve()
    path = path_of(account).resolve()
    inside = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    return root / ".csws" / "locks" / inside.with_name(f"{inside.name}.lock")


def _holder(connection: Connection, account: AccountRef) -> str | None:
    """Who writes."""
    query = "SELECT holder FROM lease WHERE account_id = ?"
    row = connection.execute(query, (account.id,)).fetchone()
    return lease.who_holds(row[0]) if row else None


def _read(record: Record, path: Path, account: AccountRef) -> None:
    """Reads what is new. Raises CswsError where what was read before is not there any more,
    NotPermitted (CSW503) for the record of another account, and NewerStore."""
    data = path.read_bytes() if path.exists() else b""
    if not data.startswith(record.data[: record.size]):
        raise changed(record.where)
    try:
        record.read_on(data, header(account.id, account.name).text)
    except Unknown as error:
        raise newer_record(account, str(error)) from error
    if record.account not in (None, (account.id, account.name)):
        raise _another(account, *record.account or ("", ""))


def _another(account: AccountRef, identity: str, name: str) -> NotPermitted:
    return NotPermitted(
        f"`{account.target}` is the record of account {identity} (`{name}`), not of {account.id} (`{account.name}`).",
        hint="Check `account.id` in the catalogue, and the account's `store:`. Each account has a file of its own.",
        code="CSW503",
    )


@contextmanager
def at_rest(account: AccountRef) -> Iterator[None]:
    """Nobody on this machine writes to the record meanwhile. Raises AccountLocked where a run is
    working on it. A record that has no lock file was never written on this machine."""
    lock = lock_of(account)
    if not lock.exists():
        yield
        return
    with faults(account), _locked(lock, lease.TERM) as connection:
        query = "SELECT holder FROM lease WHERE expires > ?"
        row = connection.execute(query, (time.time(),)).fetchone()
        if row is not None:
            message = f"`{account.location}` is in use: {row[0]}."
            raise AccountLocked(message, hint="Wait for that run to end.")
        yield


@contextmanager
def _locked(lock: Path, timeout: float) -> Iterator[sqlite3.Connection]:
    """Empty tables in memory, beside those of the lock file, in a transaction that excludes every
    other writer."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with _tables(":memory:", timeout) as connection:
        connection.execute("ATTACH ? AS lock", (os.fspath(lock),))
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(lease.TABLE.replace(" lease ", " lock.lease ", 1))
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


@contextmanager
def _tables(place: str, timeout: float = 0.0) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(place, timeout=timeout, isolation_level=None)
    try:
        for statement in _TABLES:
            connection.execute(statement)
        yield connection
    finally:
        connection.close()


@contextmanager
def faults(account: AccountRef) -> Iterator[None]:
    """Translates the errors of the file system and of the lock file. The transaction did not
    happen."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _of_lock(error, account) from error
    except sqlite3.DatabaseError as error:
        why = f"its lock file is damaged: {error}"
        raise _unusable(account, why, f"Delete `{lock_of(account).as_posix()}`.") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            message = f"The disk is full, so `{account.target}` cannot be written."
            raise CswsError(
                message, hint="Free some disk space, then run the command again.", code="disk_full"
            ) from error
        hint = "Check the folder's permissions and free space."
        raise _unusable(account, str(error.strerror), hint) from error


def _of_lock(error: sqlite3.OperationalError, account: AccountRef) -> CswsError:
    if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy(account)
    return _unusable(
        account,
        f"its lock file cannot be used: {error}",
        "Check the permissions of .csws/ and the free space.",
    )


def _unusable(account: AccountRef, why: str, hint: str) -> CswsError:
    return CswsError(f"`{account.target}` cannot be used: {why}.", hint=hint, code="store")
