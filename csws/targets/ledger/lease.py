"""One writer for each account (SPEC §5.6): a lease of 10 seconds with a heartbeat, and a fencing number that only grows.

The holder of the lease may prepare a write; the write itself is refused unless its fencing number is still the
newest. So a writer that was paused, and whose lease was taken over, cannot write when it wakes. Times are seconds
since 1970, UTC.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from typing import Protocol, TypeVar, cast

from csws.errors import AccountLocked, AnswerLost, CswsError
from csws.model.frozen import mutable
from csws.targets.ledger.tables import Connection

T = TypeVar("T")
TERM = 10.0
BEAT = 3.0
TABLE = """CREATE TABLE IF NOT EXISTS lease (
  account_id TEXT PRIMARY KEY, holder TEXT NOT NULL, since DOUBLE PRECISION NOT NULL,
  expires DOUBLE PRECISION NOT NULL, fence INTEGER NOT NULL)"""


class Store(Protocol):
    """Where leases are kept: a transaction that excludes every other writer, and ends by itself if its process dies."""

    def transaction(self, timeout: float) -> AbstractContextManager[Connection]: ...

    def now(self, connection: Connection) -> float:
        """The clock that all who share the store go by."""
        ...

    def texts_then(self, number: int) -> Sequence[str]:
        """The stored settings that had this number before records were merged; none where no record is ever merged."""
        ...


@mutable
class Lease:
    """`given_back`: the holder has released it in its own transaction."""

    account_id: str
    holder: str
    since: float
    fence: int
    given_back: bool = False


Begin = Callable[[Connection, Lease], T]


@contextmanager
def held(store: Store, account_id: str, who: str | None, timeout: float, begin: Begin[T]) -> Iterator[T]:
    """What `begin` makes of an account in the very transaction that takes its lease, which is kept alive until the end.

    Raises AccountLocked, naming who holds it, after the time-out.
    """
    lease, begun = _acquired(store, account_id, who, timeout, begin)
    done = threading.Event()
    heart = threading.Thread(target=_beat, args=(store, lease, done), daemon=True)
    heart.start()
    try:
        yield begun
    finally:
        done.set()
        heart.join()
        with suppress(CswsError):  # a lease that cannot be given back ends by itself
            if not lease.given_back:
                _set_expiry(store, lease, 0.0)


def give_back(connection: Connection, lease: Lease) -> None:
    """Inside the transaction that ends the work; once that is committed, `given_back` is to be set."""
    _write_expiry(connection, lease, 0.0)


def check_fence(connection: Connection, lease: Lease) -> None:
    """Inside the transaction that writes. Raises AccountLocked if another run has taken over the lease, and CswsError
    if the store has been replaced."""
    row = connection.execute("SELECT fence, holder FROM lease WHERE account_id = ?", (lease.account_id,)).fetchone()
    if row is None:
        message = "The store was replaced while this run was working, so nothing more was recorded."
        raise CswsError(message, hint="Restore it from a backup, then run the command again.", code="store")
    if row[0] != lease.fence:
        raise AccountLocked(
            f"Another run took over the lock: {row[1]}. This run was paused, or the clocks of two machines "
            "differ; it wrote nothing more.",
            hint="Wait for the other run to end. Then run `csws apply --resume` if this run had done some steps, "
            "or make a new plan.",
        )


_NOBODY, _PROCESS = "somebody", " (process "


def who_holds(holder: str) -> str | None:
    """The person in the name of a lease's holder."""
    who = holder.rpartition(_PROCESS)[0]
    return who if who != _NOBODY else None


def _acquired(store: Store, account_id: str, who: str | None, timeout: float, begin: Begin[T]) -> tuple[Lease, T]:
    import random  # readers do not wait for these
    import socket

    holder = f"{who or _NOBODY}{_PROCESS}{os.getpid()} on {socket.gethostname()})"
    end = time.monotonic() + timeout
    while True:
        with _nothing_done_yet(), store.transaction(max(end - time.monotonic(), 0.05)) as connection:
            got = _try(connection, account_id, holder, store.now(connection))
            begun = begin(connection, got) if isinstance(got, Lease) else None
        if isinstance(got, Lease):
            return got, cast(T, begun)
        if time.monotonic() >= end:
            raise AccountLocked(
                got,
                hint="Wait for it to end, or raise --lock-timeout. The lock of a run that died expires after 10 seconds.",
            )
        time.sleep(min(0.05 + random.random() / 10, max(end - time.monotonic(), 0.01)))


@contextmanager
def _nothing_done_yet() -> Iterator[None]:
    """It does not matter whether an unknown lease was taken: it expires by itself."""
    try:
        yield
    except AnswerLost as lost:
        raise CswsError(f"{lost.message} Nothing was done yet.", hint=lost.hint, code="store") from lost


def _try(connection: Connection, account_id: str, holder: str, now: float) -> Lease | str:
    """The lease, or a sentence about who has it."""
    row = connection.execute(
        "SELECT holder, since, expires, fence FROM lease WHERE account_id = ?", (account_id,)
    ).fetchone()
    fence = row[3] + 1 if row else 1
    # A lease that ends later than its term from now was written before the clock jumped back: it counts as ended.
    if row and now < row[2] <= now + TERM:
        at = datetime.fromtimestamp(row[1], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"Another run holds the lock: {row[0]}, since {at}."
    connection.execute(
        "INSERT INTO lease (account_id, holder, since, expires, fence) VALUES (?, ?, ?, ?, ?) ON CONFLICT (account_id) DO UPDATE "
        "SET holder = excluded.holder, since = excluded.since, expires = excluded.expires, fence = excluded.fence",
        (account_id, holder, now, now + TERM, fence),
    )
    return Lease(account_id, holder, now, fence)


def _beat(store: Store, lease: Lease, done: threading.Event) -> None:
    while not done.wait(BEAT):
        with suppress(CswsError):  # the next beat tries again; the fence decides in the end
            _set_expiry(store, lease, TERM)


def _set_expiry(store: Store, lease: Lease, term: float) -> None:
    """The lease ends `term` seconds from now; 0 gives it back."""
    with store.transaction(BEAT) as connection:
        _write_expiry(connection, lease, store.now(connection) + term if term else 0.0)


def _write_expiry(connection: Connection, lease: Lease, expires: float) -> None:
    connection.execute(
        "UPDATE lease SET expires = ? WHERE account_id = ? AND fence = ?", (expires, lease.account_id, lease.fence)
    )
