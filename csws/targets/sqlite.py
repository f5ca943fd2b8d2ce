"""The embedded account: one SQLite file (sqlite:PATH), standard library only. A plan lands whole or not at all.

Reading never creates a file, and may only let SQLite roll back the journal of a killed writer (SPEC §5.1). A file that
is not csws's own is left as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from csws.errors import AccountLocked, CswsError
from csws.model.laws import breaches
from csws.model.plan import Step
from csws.model.settings import Settings, fresh
from csws.model.target import AccountRef, RecordPermit, Revision, State, WritePermit
from csws.model.transition import after_step
from csws.targets.ledger import SCHEMA_VERSION, TABLES, Entry, Ledger

APPLICATION_ID = 0x63737773  # "csws"
READ_TIMEOUT = 30.0


class SqliteTarget:
    @contextmanager
    def reader(self, account: AccountRef) -> Iterator[SqliteReader]:
        path = _path(account)
        if not path.exists():
            yield SqliteReader(None)
            return
        with _faults(account), _connected(path, "rw", READ_TIMEOUT) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield SqliteReader(Ledger(connection, account) if _is_ours(connection, account) else None)

    @contextmanager
    def writer(self, account: AccountRef, permit: WritePermit) -> Iterator[SqliteWriter]:
        """Holds the file's write lock from the first read to the commit. Raises AccountLocked after the time-out."""
        with _transaction(account, permit.lock_timeout) as connection:
            yield SqliteWriter(connection, account, permit)

    @contextmanager
    def recorder(self, account: AccountRef, permit: RecordPermit) -> Iterator[SqliteRecorder]:
        """Holds the same lock as a writer does."""
        with _transaction(account, permit.lock_timeout) as connection:
            yield SqliteRecorder(connection, account, permit)


@contextmanager
def _transaction(account: AccountRef, timeout: float) -> Iterator[sqlite3.Connection]:
    """One write transaction on csws's own file, which is made where there is none; without a commit nothing stays."""
    path = _path(account)
    with _faults(account):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _connected(path, "rwc", timeout) as connection:
            _is_ours(connection, account)
            connection.execute("BEGIN IMMEDIATE")
            try:
                if not _is_ours(connection, account):
                    _create(connection)
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


class SqliteReader:
    def __init__(self, ledger: Ledger | None) -> None:
        self._ledger = ledger

    def read(self) -> State:
        return self._ledger.state() if self._ledger else State(revision=0, settings=fresh())

    def settings_at(self, revision: int) -> Settings | None:
        if revision == 0:
            return fresh()
        return self._ledger.settings_at(revision) if self._ledger else None

    def revisions(self) -> Sequence[Revision]:
        return self._ledger.revisions() if self._ledger else ()


class SqliteWriter:
    """The account inside one transaction. It holds the hard laws itself, whoever made the plan."""

    def __init__(self, connection: sqlite3.Connection, account: AccountRef, permit: WritePermit) -> None:
        self._connection = connection
        self._ledger = Ledger(connection, account)
        self._permit = permit
        self._before = self._ledger.state()
        self._settings = self._before.settings

    def read(self) -> State:
        return self._before

    def settings_at(self, revision: int) -> Settings | None:
        if revision == 0:
            return fresh()
        return self._ledger.settings_at(revision)

    def perform(self, step: Step) -> None:
        known = {breach.code for breach in breaches(self._settings)}
        self._settings = after_step(self._settings, step, self._before.revision + 1)
        broken = [breach for breach in breaches(self._settings) if breach.code not in known]
        if broken:
            raise CswsError(
                f"The account refuses step {step.id}: {broken[0].message}",
                hint="Nothing was changed. Make a new plan.",
                code=broken[0].code,
            )

    def commit(self) -> int:
        entry = Entry(
            number=self._before.revision + 1,
            kind="applied",
            at=_now(),
            operator=self._permit.operator,
            plan_digest=self._permit.plan_digest,
            settings=self._settings,
            applied=self._settings,
        )
        self._ledger.write(entry)
        self._connection.execute("COMMIT")
        return entry.number


class SqliteRecorder:
    """Observations and bindings, each one revision. What csws applied last stays what it was."""

    def __init__(self, connection: sqlite3.Connection, account: AccountRef, permit: RecordPermit) -> None:
        self._connection = connection
        self._ledger = Ledger(connection, account)
        self._permit = permit

    def read(self) -> State:
        return self._ledger.state()

    def observe(self, settings: Settings) -> int:
        state = self._ledger.state()
        return self._record("observed", state, settings, state.applied)

    def bind(self, keys: Mapping[str, str]) -> int:
        """What is adopted counts as applied just as it is: nothing of it is drift."""
        state = self._ledger.state()
        bound = [replace(item, key=keys.get(item.id or "", item.key)) for item in state.settings.workspaces]
        adopted = [item for item in bound if item.id in keys]
        applied = state.applied or fresh()
        known = applied.with_workspaces([*applied.workspaces, *adopted])
        return self._record("imported", state, state.settings.with_workspaces(bound), known)

    def _record(self, kind: str, state: State, settings: Settings, applied: Settings | None) -> int:
        entry = Entry(
            number=state.revision + 1,
            kind=kind,
            at=_now(),
            operator=self._permit.operator,
            plan_digest=None,
            settings=settings,
            applied=applied,
        )
        self._ledger.write(entry)
        self._connection.execute("COMMIT")
        return entry.number


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


TARGET = SqliteTarget()


def _path(account: AccountRef) -> Path:
    return Path(account.root) / account.target.partition(":")[2]


@contextmanager
def _connected(path: Path, mode: str, timeout: float) -> Iterator[sqlite3.Connection]:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        yield connection
    finally:
        connection.close()


def _is_ours(connection: sqlite3.Connection, account: AccountRef) -> bool:
    """True for csws's own file, False for one that is still empty. Raises CswsError for anything else."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == 0 and version == 0 and tables == 0:
        return False
    if application != APPLICATION_ID:
        raise CswsError(
            f"`{account.target}` is a database of another program; it was left as it is.",
            hint="Name another file in `target:`.",
            code="foreign_store",
        )
    if version > SCHEMA_VERSION:
        raise CswsError(
            f"`{account.target}` was written by a newer csws (its schema is {version}, this one knows {SCHEMA_VERSION}).",
            hint="Upgrade csws.",
            code="newer_store",
        )
    return True


def _create(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for table in TABLES:
        connection.execute(table)


@contextmanager
def _faults(account: AccountRef) -> Iterator[None]:
    """SQLite's and the file system's words → ours. Whatever it was, the transaction is not there."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, account) from error
    except OSError as error:
        raise CswsError(
            f"`{account.target}` cannot be used: {error.strerror}.",
            hint="Check the folder's permissions and free space.",
            code="store",
        ) from error


def _explained(error: sqlite3.Error, account: AccountRef) -> CswsError:
    name = getattr(error, "sqlite_errorname", "")
    where = f"`{account.target}`"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return AccountLocked(f"Another run is writing to {where}.", hint="Wait for it to end, or raise --lock-timeout.")
    if name.startswith("SQLITE_FULL"):
        return CswsError(
            f"There is no room to write {where}; nothing was changed.",
            hint="Free some disk space and run it again.",
            code="disk_full",
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN")):
        return CswsError(
            f"{where} cannot be opened for writing; nothing was changed.",
            hint="Check the permissions of the file and its folder.",
            code="store",
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return CswsError(
            f"{where} is not a database that can be read, or is damaged; it was left as it is.",
            hint="Restore it from a backup, or name another file in `target:`.",
            code="corrupt",
        )
    return CswsError(
        f"{where} cannot be used: {error}; nothing was changed.", hint="Check the file and its folder.", code="store"
    )
