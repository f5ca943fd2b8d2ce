"""Targets where steps go one at a time: a place that does them, and a store that keeps the record and the journal.

A place must do what a step says or report why not; may be unreadable (`look` gives None); must not be asked to do a
step whose outcome is in doubt before somebody has looked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from typing import Protocol

from csws.model.plan import Step
from csws.model.runs import RunEnd
from csws.model.settings import Settings
from csws.model.target import AccountRef, Reader, Recorder, RecordPermit, WritePermit
from csws.state.base import after_begin, after_outcome
from csws.state.transition import after_step
from csws.targets import target_for
from csws.targets.ledger import journal, lease
from csws.targets.ledger.journal import NOTHING, Said
from csws.targets.ledger.lease import Lease, Store
from csws.targets.ledger.tables import Connection, Entry
from csws.targets.ledger.target import LedgerTarget
from csws.targets.ledger.writing import WritingSession, now


class Place(Protocol):
    """Where the settings really are."""

    def look(self) -> Settings | None: ...

    def looks_first(self, step: Step) -> bool: ...

    def is_manual(self, step: Step) -> bool: ...

    def send(self, step: Step, serial: int) -> str | None:
        """As a StepWriter's."""
        ...


class StepwiseTarget:
    """A place with its record in a store."""

    atomic = False

    def __init__(self, place: Callable[[AccountRef], Place]) -> None:
        self._place = place

    def is_manual(self, account: AccountRef, step: Step) -> bool:
        return self._place(account).is_manual(step)

    def reader(self, account: AccountRef) -> AbstractContextManager[Reader]:
        keeper, inside = _kept(account)
        return keeper.reader(inside)

    def recorder(self, account: AccountRef, permit: RecordPermit) -> AbstractContextManager[Recorder]:
        keeper, inside = _kept(account)
        return keeper.recorder(inside, permit)

    @contextmanager
    def writer(self, account: AccountRef, permit: WritePermit) -> Iterator[PlaceWriter]:
        keeper, inside = _kept(account)
        store = keeper.store(inside)
        begin = partial(PlaceWriter, self._place(account), store, inside, permit)
        with lease.held(store, account.id, permit.operator, permit.lock_timeout, begin) as writer:
            yield writer


def _kept(account: AccountRef) -> tuple[LedgerTarget, AccountRef]:
    """Where the record of an account is kept, and the account as it is called there."""
    inside = replace(account, target=account.store)
    keeper = target_for(inside.scheme)
    assert isinstance(keeper, LedgerTarget)  # the config schema allows no other `store:`
    return keeper, inside


class PlaceWriter(WritingSession):
    """Sends steps to the place, and keeps for each the intent before and the outcome after."""

    replaces_runs = False

    def __init__(
        self, place: Place, store: Store, account: AccountRef, permit: WritePermit, connection: Connection, mine: Lease
    ) -> None:
        super().__init__(store, account, permit, connection, mine)
        self._place = place

    def _begin(self, connection: Connection) -> None:
        before, end = self._before, self._permit.end
        if end is not None and not self._permit.goes_on:
            self._set_base(connection, after_begin(before.applied, before.settings, end))
        super()._begin(connection)

    def in_doubt(self) -> frozenset[int]:
        with self._writing() as connection:
            return journal.Journal(connection, self._account.id).in_doubt(self.run)

    def look(self) -> Settings | None:
        return self._place.look()

    def looks_first(self, step: Step) -> bool:
        return self._place.looks_first(step)

    def is_manual(self, step: Step) -> bool:
        return self._place.is_manual(step)

    def intend(self, step: Step) -> None:
        self._note(step, "intent")

    def send(self, step: Step, serial: int) -> str | None:
        return self._place.send(step, serial)

    def not_done(self, step: Step, why: str) -> None:
        self._note(step, "not_done", Said(text=why))

    def _note(self, step: Step, state: str, said: Said = NOTHING) -> None:
        with self._writing() as connection:
            journal.note(connection, self._account.id, self.run, step.id, state, now(), said)

    def done(self, step: Step, serial: int, who: str | None = None, said: str | None = None) -> int:
        settings = after_step(self._before.settings, step, serial)
        entry = Entry(
            number=self._before.revision + 1,
            kind="applied",
            at=now(),
            operator=who or self._permit.operator,
            plan_digest=self._permit.plan_digest,
            settings=settings,
            applied=after_outcome(self._before.applied, self._before.settings, settings),
        )
        with self._landing(entry) as connection:
            outcome = Said(who=entry.operator, text=said, revision=entry.number)
            journal.note(connection, self._account.id, self.run, step.id, "done", entry.at, outcome)
            self._commit(connection, entry)
        self._before = replace(self._before, revision=entry.number, settings=settings, applied=entry.applied)
        return entry.number

    def finish(self) -> None:
        with self._writing() as connection:
            self._end(connection, self.run, RunEnd.DONE, self._permit.operator, self._before.revision)
