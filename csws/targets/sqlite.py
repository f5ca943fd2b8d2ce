"""The embedded account: one SQLite file (sqlite:PATH), standard library only. A plan is applied completely or not at
all.

Reading never creates a file, and may only let SQLite roll back the journal of a killed writer (SPEC §5.1). A file that
is not csws's own is left as it is.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from urllib.parse import quote

from csws.errors import AnswerLost, CswsError, NewerStore
from csws.model.target import AccountRef
from csws.targets.ledger.schema import VERSION, added_since
from csws.targets.ledger.tables import Connection, busy, store_gone
from csws.targets.ledger.target import LedgerReader, LedgerTarget

APPLICATION_ID = 0x63737773  # "csws"
READ_TIMEOUT = 30.0


class SqliteTarget(LedgerTarget):
    def store(self, account: AccountRef) -> SqliteStore:
        return SqliteStore(account)

    @contextmanager
    def reader(self, account: AccountRef) -> Iterator[LedgerReader]:
        path = _path(account)
        with _faults(account):
            is_there = _is_there(path)
        if not is_there:
            yield LedgerReader(None, account)
            return
        with _faults(account), _connected(path, "rw", READ_TIMEOUT) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")  # all that is read is of one moment, and the file is locked for it once
            version = _version_of_ours(connection, account)
            yield LedgerReader(connection if version else None, account, version)


class SqliteStore:
    """csws's own file, made where there is none. Each transaction is a connection of its own, so that the heartbeat's
    thread can have one too."""

    def __init__(self, account: AccountRef) -> None:
        self._account = account
        self._is_opened = False

    def now(self, connection: Connection) -> float:
        return time.time()

    def texts_then(self, number: int) -> tuple[str, ...]:
        return ()

    @contextmanager
    def transaction(self, timeout: float) -> Iterator[sqlite3.Connection]:
        """Commits at the end; any exception inside leaves the file as it was."""
        path = _path(self._account)
        with _faults(self._account):
            if self._is_opened and not _is_there(path):
                raise store_gone(self._account)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with _connected(path, "rwc", timeout) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                made = _version_of_ours(connection, self._account)
                connection.execute("BEGIN IMMEDIATE")
                try:
                    if not made:
                        _version_of_ours(
                            connection, self._account
                        )  # another process may just have put something else there
                    _create(connection)
                    yield connection
                    _commit(connection, self._account)
                    self._is_opened = True
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")


def _commit(connection: sqlite3.Connection, account: AccountRef) -> None:
    """Raises AnswerLost if the disk failed: the next process that opens the file sees whether it was committed."""
    try:
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_IOERR"):
            raise
        message = f"`{account.target}` could not be written completely: {error}."
        raise AnswerLost(message, hint="Check the disk, then run the command again.") from error


TARGET = SqliteTarget()


def _path(account: AccountRef) -> str:
    return os.path.join(os.getcwd(), account.root, account.location)


def _is_there(path: str) -> bool:
    """Raises OSError where nobody can tell: an account that cannot be seen is not a fresh one."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def uri_of(path: PurePath, mode: str) -> str:
    """The name of a file for SQLite, which knows no host: a drive and a share of Windows are part of the path."""
    text = path.as_posix()
    return f"file://{'' if text.startswith('/') else '/'}{quote(os.fsencode(text), safe='/:')}?mode={mode}"


@contextmanager
def _connected(path: str, mode: str, timeout: float) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(uri_of(PurePath(path), mode), uri=True, timeout=timeout, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _version_of_ours(connection: sqlite3.Connection, account: AccountRef) -> int:
    """The version of the schema in csws's own file, 0 for a file that is still empty. Raises CswsError for anything else."""
    application, version, is_empty = _look(connection)
    if is_empty:
        return 0
    if application != APPLICATION_ID:
        raise CswsError(
            f"`{account.target}` is a database of another program; it was not changed.",
            hint="Use another file in `target:`.",
            code="foreign_store",
        )
    if version > VERSION:
        raise NewerStore(
            f"`{account.target}` was written by a newer csws (schema version {version}; this csws knows versions up to {VERSION}).",
            hint="Update csws. The store was not changed.",
        )
    return version


def _look(connection: sqlite3.Connection) -> tuple[int, int, bool]:
    """Whose file it is, its schema's version, and whether nothing is in it: one look, for another process may just be
    making it."""
    alone = not connection.in_transaction
    if alone:
        connection.execute("BEGIN")
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        version = _version(connection)
        is_empty = (application, version) == (0, 0) and _has_no_tables(connection)
    finally:
        if alone and connection.in_transaction:
            connection.execute("COMMIT")
    return application, version, is_empty


def _version(connection: sqlite3.Connection) -> int:
    """The version of the schema; 0 where there is none yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _has_no_tables(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(tables == 0)


def _create(connection: sqlite3.Connection) -> None:
    """Makes the tables, or those that an older store lacks."""
    version = _version(connection)
    if version == VERSION:
        return
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    for statement in added_since(version):
        connection.execute(statement)


@contextmanager
def _faults(account: AccountRef) -> Iterator[None]:
    """Translates the errors of SQLite and of the file system. The transaction did not happen."""
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
        return busy(account)
    if name.startswith("SQLITE_FULL"):
        return CswsError(
            f"The disk is full, so {where} cannot be written.",
            hint="Free some disk space, then run the command again.",
            code="disk_full",
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN")):
        return CswsError(
            f"{where} cannot be opened for writing.",
            hint="Check the permissions of the file and its folder.",
            code="store",
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return CswsError(
            f"{where} is not a database or is damaged; it was not changed.",
            hint="Restore it from a backup, or use another file in `target:`.",
            code="corrupt",
        )
    return CswsError(f"{where} cannot be used: {error}.", hint="Check the file and its folder.", code="store")
