"""What the targets that keep a ledger share: reading it, and writing under a lease. Each brings its own connections."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from csws.model.plan import Step
from csws.model.runs import BegunRun, DoneStep
from csws.model.settings import Settings, fresh
from csws.model.target import AccountRef, RecordEvent, RecordPermit, Revision, State, WritePermit
from csws.targets.ledger import events, lease
from csws.targets.ledger.journal import Journal
from csws.targets.ledger.known import check_known
from csws.targets.ledger.lease import Store
from csws.targets.ledger.schema import HAS_EVENTS, VERSION
from csws.targets.ledger.tables import Connection, Ledger, settings_of

if TYPE_CHECKING:
    from csws.targets.ledger.writing import LedgerRecorder, LedgerWriter


class LedgerReader:
    """An account over one connection, as it was at one moment; without a connection, an account that nothing was ever
    written of. It may keep writers from committing for as long as it is held, so nothing else is opened meanwhile.

    Raises NewerStore for an account that only a newer csws can read."""

    def __init__(
        self,
        connection: Connection | None,
        account: AccountRef,
        version: int = VERSION,
        then: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        self._account, self._has_run, self._then = account, False, then or {}
        self._events = connection if version >= HAS_EVENTS else None
        self._journal: Journal | None = None
        self._ledger: Ledger | None = None
        self._state = State(revision=0, settings=fresh())
        if connection:
            self._has_run = check_known(connection, account, version)
            self._journal = Journal(connection, account.id, by_csws_0_1=version < HAS_EVENTS)
            self._ledger = Ledger(connection, account)
            self._state = self._ledger.state()  # now, so that no caller gets a part of an unreadable account

    def unfinished(self) -> BegunRun | None:
        return self._journal.unfinished() if self._journal and self._has_run else None

    def done_in(self, run: str) -> Mapping[int, DoneStep]:
        return self._journal.done_in(run) if self._journal else {}

    def in_doubt(self, run: str) -> frozenset[int]:
        return self._journal.in_doubt(run) if self._journal else frozenset()

    def done_steps(self) -> Sequence[DoneStep]:
        return self._journal.done_steps() if self._journal else ()

    def read(self) -> State:
        return self._state

    def settings_at(self, revision: int) -> Settings | None:
        if revision == 0:
            return fresh()
        return self._ledger.settings_at(revision) if self._ledger else None

    def settings_then(self, revision: int) -> Sequence[Settings]:
        texts = self._then.get(revision, ())
        return [settings_of(text, self._account) for text in texts]

    def revisions(self) -> Sequence[Revision]:
        return self._ledger.revisions() if self._ledger else ()

    def events(self) -> Sequence[RecordEvent]:
        return events.events(self._events, self._account.id) if self._events else ()


class LedgerTarget(ABC):
    """A target that applies plans atomically. It can also keep the record of a step-wise one."""

    atomic = True

    @abstractmethod
    def store(self, account: AccountRef) -> Store: ...

    @abstractmethod
    def reader(self, account: AccountRef) -> AbstractContextManager[LedgerReader]: ...

    def is_manual(self, account: AccountRef, step: Step) -> bool:
        return False

    @contextmanager
    def writer(self, account: AccountRef, permit: WritePermit) -> Iterator[LedgerWriter]:
        from csws.targets.ledger.writing import LedgerWriter  # a plan writes nothing

        store = self.store(account)
        begin = partial(LedgerWriter, store, account, permit)
        with lease.held(store, account.id, permit.operator, permit.lock_timeout, begin) as writer:
            yield writer

    @contextmanager
    def recorder(self, account: AccountRef, permit: RecordPermit) -> Iterator[LedgerRecorder]:
        from csws.targets.ledger.writing import LedgerRecorder

        store = self.store(account)
        begin = partial(LedgerRecorder, store, account, permit)
        with lease.held(store, account.id, permit.operator, permit.lock_timeout, begin) as recorder:
            yield recorder
