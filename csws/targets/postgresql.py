"""Accounts in a PostgreSQL database (postgresql://…), for teams: many accounts in one database; each plan is applied
atomically.

Everything is in csws's own schema, which csws creates and never shares. Passwords come from the environment
(PGPASSWORD) or a pgpass file, as in every client of PostgreSQL.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from csws.errors import AnswerLost, CswsError, NewerStore, NotPermitted
from csws.model.target import AccountRef, shown_target
from csws.targets.ledger.schema import VERSION, added_since
from csws.targets.ledger.tables import Connection, busy, store_gone
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
    """A database, its schema made where there is none. Transactions of one account exclude each
    other. Each uses one connection, since there may be only one."""

    def __init__(self, account: AccountRef) -> None:
        self._account = account
        self._is_opened = False

    def now(self, connection: Connection) -> float:
        """The server's clock: those of the machines that write may differ."""
        return float(connection.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()[0])

    def texts_then(self, number: int) -> tuple[str, ...]:
        return ()

    @contextmanager
    def transaction(self, timeout: float) -> Iterator[_Sql]:
        """Commits at the end; any exception inside leaves the database as it was. Raises
        AnswerLost where it is not known whether it was committed: once the server knows, it frees
        the account's lock."""
        with _connected(self._account, timeout) as sql:
            version = _version(sql, self._account)
            if version == 0 and self._is_opened:
                raise store_gone(self._account)
            if version < VERSION:
                _bring_up(sql, self._account)
            sql.execute("SELECT pg_advisory_xact_lock(?)", (_lock_of(self._account.id),))
            yield sql
            _commit(sql, self._account)
            self._is_opened = True


TARGET = PostgresTarget()


class _Sql:
    """A connection that takes the ledger's SQL as it is written."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: tuple[Any, ...] = (), /) -> Any:
        return self._connection.execute(sql.replace("?", "%s"), parameters)

    def commit(self) -> bool:
        """False where the connection broke before the answer came."""
        try:
            self._connection.commit()
        except _driver().Error:
            if not self._connection.broken:
                raise
            return False
        return True


@contextmanager
def _connected(account: AccountRef, timeout: float) -> Iterator[_Sql]:
    """A transaction of its own: committed at the end, rolled back by any exception."""
    psycopg = _driver()
    with _faults(account, psycopg), _connection(account, psycopg, timeout) as connection:
        # What else limits a statement would end a wait for a lock before its time.
        connection.execute(f"""SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0;
            SET LOCAL lock_timeout = {max(int(timeout * 1000), 1)}; SET LOCAL search_path = {SCHEMA}""")
        yield _Sql(connection)


def _connection(account: AccountRef, psycopg: Any, timeout: float) -> Any:
    """A new connection. Where all are taken, perhaps by one that this process has just closed, it
    waits for one."""
    end = time.monotonic() + min(timeout, _CONNECT_SECONDS)
    while True:
        try:
            # Prepared statements do not survive a pool that gives each transaction another connection.
            return psycopg.connect(account.target, connect_timeout=_CONNECT_SECONDS, prepare_threshold=None)
        except psycopg.OperationalError as error:
            if "too many" not in str(error) or time.monotonic() >= end:
                raise
        time.sleep(0.05)


def _commit(sql: _Sql, account: AccountRef) -> None:
    if not sql.commit():
        raise AnswerLost(
            f"The connection to `{shown_target(account.target)}` was lost while csws was writing.",
            hint="Check that the database is running and reachable from here, then run the command again.",
        )


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise CswsError(
            "The driver for PostgreSQL is not installed.",
            hint="Install it beside csws: pip install 'psycopg[binary]'",
            code="no_driver",
        ) from error
    return psycopg


def _version(sql: _Sql, account: AccountRef) -> int:
    """The version of csws's schema; 0 where there is none yet. Raises CswsError for a newer one."""
    # Not by `to_regclass`: a backend may remember until the end of its transaction what it did not
    # find.
    if not sql.execute(_IS_MADE, (SCHEMA,)).fetchone()[0]:
        return 0
    row = sql.execute(f"SELECT number FROM {SCHEMA}.version").fetchone()
    if row is None:
        raise CswsError(
            f"The schema `{SCHEMA}` at `{shown_target(account.target)}` has lost its version: something other than csws changed it.",
            hint="Restore the database from a backup.",
            code="corrupt",
        )
    (version,) = row
    if version > VERSION:
        raise NewerStore(
            f"`{shown_target(account.target)}` was written by a newer csws (schema version {version}; this csws knows versions up to {VERSION}).",
            hint="Update csws. The store was not changed.",
        )
    return int(version)


_IS_MADE = """SELECT count(*) > 0 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = ? AND relname = 'version'"""
_HAS_SCHEMA = "SELECT count(*) > 0 FROM pg_namespace WHERE nspname = ?"


def _bring_up(sql: _Sql, account: AccountRef) -> None:
    """Makes the tables, or those that a schema of an older version lacks, unless somebody else has
    just done so."""
    sql.execute("SELECT pg_advisory_xact_lock(?)", (_lock_of(""),))
    _create(sql, _version(sql, account))


def _create(sql: _Sql, version: int) -> None:
    if version == 0:
        # Even where the schema is there, CREATE SCHEMA IF NOT EXISTS wants the right to create one.
        if not sql.execute(_HAS_SCHEMA, (SCHEMA,)).fetchone()[0]:
            sql.execute(f"CREATE SCHEMA {SCHEMA}")
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
    """Translates the driver's errors. The transaction did not happen."""
    try:
        yield
    except psycopg.Error as error:
        raise _explained(error, account, psycopg.errors) from error


def _explained(error: Any, account: AccountRef, errors: Any) -> CswsError:
    where, said = f"`{shown_target(account.target)}`", " ".join(str(error).split())[:300]
    if isinstance(error, (errors.LockNotAvailable, errors.DeadlockDetected)):
        return busy(account)
    refused = (errors.InsufficientPrivilege, errors.InvalidPassword, errors.InvalidAuthorizationSpecification)
    if isinstance(error, refused) or "authentication failed" in said or "no password supplied" in said:
        return NotPermitted(
            f"The database at {where} denied access: {said}",
            hint="Check the user in `target:`, and PGPASSWORD or the pgpass file.",
            code="database_user",
        )
    return CswsError(
        f"Cannot use the database at {where}: {said}.",
        hint="Check that it is running and reachable from here.",
        code="store",
    )
