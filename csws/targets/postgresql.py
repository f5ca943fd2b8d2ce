"""Accounts in a PostgreSQL database (postgresql://…), for teams: many accounts in one database, each landed whole.

Everything stands in a schema of csws's own, which csws makes and never shares. Passwords come from the environment
(PGPASSWORD) or a pgpass file, as every client of PostgreSQL takes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from csws.errors import AccountLocked, CswsError, NewerStore, NotPermitted
from csws.model.target import AccountRef, shown_target
from csws.targets.ledger.schema import VERSION, added_since
from csws.targets.ledger.tables import Connection
from csws.targets.ledger.target import LedgerReader, LedgerTarget

SCHEMA = "csws"
_VERSION_TABLE = "CREATE TABLE version (number INTEGER NOT NULL)"
_CONNECT_SECONDS = 10
_READ_TIMEOUT = 30.0


class PostgresTarget(LedgerTarget):
    def store(self, account: AccountRef) -> PostgresStore:
        return PostgresStore(account)

    @contextmanager
    def reader(self, account: AccountRef) -> Iterator[LedgerReader]:
        """One snapshot, read only: the server itself refuses a write in it."""
        with _connected(account, _READ_TIMEOUT) as sql:
            sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            version = _version(sql, account)
            yield LedgerReader(sql if version else None, account, version)


class PostgresStore:
    """A database, its schema made where there is none. Transactions of one account exclude each other."""

    def __init__(self, account: AccountRef) -> None:
        self._account = account

    def now(self, connection: Connection) -> float:
        """The server's clock: those of the machines that write may differ."""
        return float(connection.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()[0])

    @contextmanager
    def transaction(self, timeout: float) -> Iterator[_Sql]:
        """Commits at the end; whatever is raised inside leaves the database as it was."""
        with _connected(self._account, timeout) as sql:
            is_up_to_date = _version(sql, self._account) == VERSION
            if is_up_to_date:
                yield self._locked(sql)
        if not is_up_to_date:
            _make(self._account, timeout)
            with _connected(self._account, timeout) as sql:
                yield self._locked(sql)

    def _locked(self, sql: _Sql) -> _Sql:
        sql.execute("SELECT pg_advisory_xact_lock(?)", (_lock_of(self._account.id),))
        return sql


TARGET = PostgresTarget()


class _Sql:
    """A connection that takes the ledger's SQL as it is written."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: tuple[Any, ...] = (), /) -> Any:
        return self._connection.execute(sql.replace("?", "%s"), parameters)


@contextmanager
def _connected(account: AccountRef, timeout: float) -> Iterator[_Sql]:
    """A transaction of its own: committed at the end, rolled back by whatever is raised."""
    psycopg = _driver()
    milliseconds = max(int(timeout * 1000), 1)
    with _faults(account, psycopg), psycopg.connect(account.target, connect_timeout=_CONNECT_SECONDS) as connection:
        sql = _Sql(connection)
        sql.execute(f"SET LOCAL lock_timeout = {milliseconds}")
        sql.execute(f"SET LOCAL search_path = {SCHEMA}")
        yield sql


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise CswsError(
            "The driver for PostgreSQL is not installed.", hint="pip install 'csws[postgres]'", code="no_driver"
        ) from error
    return psycopg


def _version(sql: _Sql, account: AccountRef) -> int:
    """The version of csws's schema; 0 where there is none yet. Raises CswsError for a newer one."""
    there = sql.execute("SELECT to_regclass(?) IS NOT NULL", (f"{SCHEMA}.version",)).fetchone()[0]
    if not there:
        return 0
    (version,) = sql.execute("SELECT number FROM version").fetchone()
    if version > VERSION:
        raise NewerStore(
            f"`{shown_target(account.target)}` was written by a newer csws (schema version {version}; this csws knows versions up to {VERSION}).",
            hint="Update csws. The store was not changed.",
        )
    return int(version)


def _make(account: AccountRef, timeout: float) -> None:
    """Makes the schema or what it lacks, unless somebody else has just done so.

    What a backend has looked for in vain it may remember until its transaction ends, so the second look is another's.
    """
    with _connected(account, timeout) as lock:
        lock.execute("SELECT pg_advisory_xact_lock(?)", (_lock_of(""),))
        with _connected(account, timeout) as sql:
            _create(sql, _version(sql, account))


def _create(sql: _Sql, version: int) -> None:
    """Makes the tables, or those that a schema of an older version lacks."""
    if version == 0:
        sql.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        sql.execute(_VERSION_TABLE)
        sql.execute("INSERT INTO version (number) VALUES (0)")
    for statement in added_since(version):
        sql.execute(statement)
    sql.execute("UPDATE version SET number = ?", (VERSION,))


def _lock_of(account_id: str) -> int:
    """The number of an account's advisory lock; that of "" is the schema's."""
    return int.from_bytes(hashlib.sha256(f"csws:{account_id}".encode()).digest()[:8], "big", signed=True)


@contextmanager
def _faults(account: AccountRef, psycopg: Any) -> Iterator[None]:
    """The driver's words → ours. Whatever it was, the transaction is not there."""
    try:
        yield
    except psycopg.Error as error:
        raise _explained(error, account, psycopg.errors) from error


def _explained(error: Any, account: AccountRef, errors: Any) -> CswsError:
    where, said = f"`{shown_target(account.target)}`", " ".join(str(error).split())[:300]
    if isinstance(error, (errors.LockNotAvailable, errors.DeadlockDetected)):
        return AccountLocked(f"Another run is writing to {where}.", hint="Wait for it to end, or raise --lock-timeout.")
    refused = (errors.InsufficientPrivilege, errors.InvalidPassword, errors.InvalidAuthorizationSpecification)
    if isinstance(error, refused) or "authentication failed" in said or "no password supplied" in said:
        return NotPermitted(
            f"The database at {where} denied access: {said}",
            hint="Check the user in `target:`, and PGPASSWORD or the pgpass file.",
            code="database_user",
        )
    return CswsError(
        f"Cannot use the database at {where}: {said}; nothing was changed.",
        hint="Check that it is running and reachable from here.",
        code="store",
    )
