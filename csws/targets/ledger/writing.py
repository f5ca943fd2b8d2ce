"""Writers and recorders over a ledger in any database: prepared in memory, written in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from csws.errors import AnswerLost, CswsError, GuardRefused, StalePlan
from csws.model.address import Address
from csws.model.plan import Step
from csws.model.runs import BegunRun, DoneStep, RunEnd
from csws.model.settings import Settings, fresh
from csws.model.target import AccountRef, RecordEvent, RecordPermit, State, WritePermit
from csws.state.base import after_adoption
from csws.state.laws import breaches
from csws.state.transition import after_step
from csws.targets.ledger import events, journal
from csws.targets.ledger.identity import check_identity
from csws.targets.ledger.known import check_known
from csws.targets.ledger.lease import Lease, Store, check_fence, give_back
from csws.targets.ledger.tables import Connection, Entry, Ledger, settings_of

COMMIT_TIMEOUT = 30.0


def now() -> str:
    """The time as the record has it: UTC, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class LedgerSession:
    """An account under a lease: its state when the session began, and commits that hold only if nothing has moved."""

    _unknown: type[CswsError] = CswsError

    def __init__(self, store: Store, account: AccountRef, connection: Connection, lease: Lease) -> None:
        check_known(connection, account)
        self._store, self._account, self._lease = store, account, lease
        self._before = Ledger(connection, account).state()

    def read(self) -> State:
        return self._before

    def settings_at(self, revision: int) -> Settings | None:
        if revision == 0:
            return fresh()
        with self._store.transaction(COMMIT_TIMEOUT) as connection:
            return Ledger(connection, self._account).settings_at(revision)

    def settings_then(self, revision: int) -> Sequence[Settings]:
        return [settings_of(text, self._account) for text in self._store.texts_then(revision)]

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that may write: the lease is still ours."""
        with self._store.transaction(COMMIT_TIMEOUT) as connection:
            check_fence(connection, self._lease)
            yield connection

    @contextmanager
    def _landing(self, entry: Entry) -> Iterator[Connection]:
        """A transaction that writes a revision. If it is not known whether it was committed, csws
        looks."""
        try:
            with self._writing() as connection:
                yield connection
        except AnswerLost as lost:
            if not self._is_there(entry, lost):
                message = f"{lost.message} Nothing was recorded."
                raise CswsError(message, hint=lost.hint, code="store") from lost

    def _is_there(self, entry: Entry, lost: AnswerLost) -> bool:
        """The transaction that looks begins when the lost one has ended: they exclude each other."""
        try:
            with self._store.transaction(COMMIT_TIMEOUT) as connection:
                found = Ledger(connection, self._account).revision(entry.number)
        except CswsError as error:
            raise self._unknown(
                f"It is not known whether revision {entry.number} of `{self._account.name}` was recorded. {lost.message}",
                hint="Run `csws history` once the store can be reached; it lists the revision if it was recorded.",
                code=AnswerLost.slug,
            ) from error
        return found is not None and entry.is_recorded_as(found)

    def _set_base(self, connection: Connection, applied: Settings | None) -> None:
        if applied is not None and applied != self._before.applied:
            Ledger(connection, self._account).set_applied(applied)
            self._before = replace(self._before, applied=applied)

    def _note_event(self, connection: Connection, kind: str, who: str | None, revision: int, **data: Any) -> None:
        event = RecordEvent(revision=revision, at=now(), who=who, kind=kind, data=data)
        events.note(connection, self._account.id, event)

    def _end(self, connection: Connection, run: str, how: RunEnd, who: str | None, revision: int, **data: Any) -> None:
        """Ends the run; its journal stays, and history shows how it ended."""
        journal.finish(connection, self._account.id, run)
        kind = "given_up" if how is RunEnd.GIVEN_UP else "ended"
        self._note_event(connection, kind, who, revision, run=run, how=how.value, **data)

    def _commit(self, connection: Connection, entry: Entry) -> None:
        ledger = Ledger(connection, self._account)
        if ledger.state().revision != self._before.revision:
            message = "The account changed while this run was writing; nothing was written."
            raise StalePlan(message, hint="Make a new plan.")
        ledger.write(entry)


class WritingSession(LedgerSession):
    """A run of a plan. Usually the account has not changed since the plan was compared with it: then the run begins
    in the transaction that takes the lease. Otherwise it begins after the plan has been compared with the account
    once more: a plan that turns out to be stale, or to be done, must not take the place of a run that can be resumed.

    `run` is the id, once it has begun. A new run ends an unfinished one only if nothing of that one is there."""

    replaces_runs = True

    _unknown = AnswerLost  # --resume goes on, whatever became of it

    def __init__(
        self, store: Store, account: AccountRef, permit: WritePermit, connection: Connection, lease: Lease
    ) -> None:
        super().__init__(store, account, connection, lease)
        self._permit = permit
        runs = journal.Journal(connection, account.id)
        self._unfinished = runs.unfinished()
        self._done = runs.done_in(permit.unfinished) if permit.unfinished else {}
        self.run = ""
        found = self._unfinished.id if self._unfinished else None
        if (self._before.revision, found) == (permit.revision, permit.unfinished):
            self._begin(connection)

    def unfinished(self) -> BegunRun | None:
        return self._unfinished

    def done_in(self, run: str) -> Mapping[int, DoneStep]:
        return self._done if run == self._permit.unfinished else {}

    def begin(self) -> None:
        if not self.run:
            with self._writing() as connection:
                self._begin(connection)

    def _begin(self, connection: Connection) -> None:
        permit, found = self._permit, self._unfinished
        if permit.goes_on:
            if found is None or found.id != permit.unfinished:
                raise StalePlan(
                    f"Run {permit.unfinished} has ended.", hint="Look with `csws history`, then plan again."
                )
            self.run = found.id
            return
        identity = journal.new_id(connection, self._account.id, permit.plan_digest)
        if found is not None:
            self._make_way(connection, found)
        run = BegunRun(
            id=identity,
            digest=permit.plan_digest,
            plan=permit.plan,
            since=now(),
            by=permit.operator,
            made=permit.made,
        )
        journal.begin(connection, self._account.id, run)
        how, digest = permit.made.how.value, permit.plan_digest
        self._note_event(
            connection, "begun", permit.operator, self._before.revision, run=identity, digest=digest, how=how
        )
        self.run = identity

    def _make_way(self, connection: Connection, found: BegunRun) -> None:
        if not self.replaces_runs:
            raise GuardRefused(
                f"Run {found.id} of `{self._account.name}` is waiting for manual steps; another plan was not begun.",
                hint=f"Finish it with `csws apply --resume`, or give it up with `csws abandon {found.id}`.",
                code="CSW607",
            )
        self._end(connection, found.id, RunEnd.REPLACED, self._permit.operator, self._before.revision)


class LedgerWriter(WritingSession):
    """Checks the hard laws itself, wherever the plan came from."""

    def __init__(
        self, store: Store, account: AccountRef, permit: WritePermit, connection: Connection, lease: Lease
    ) -> None:
        super().__init__(store, account, permit, connection, lease)
        self._settings = self._before.settings

    def perform(self, step: Step, serial: int) -> None:
        known = {breach.code for breach in breaches(self._settings)}
        self._settings = after_step(self._settings, step, serial)
        broken = [breach for breach in breaches(self._settings) if breach.code not in known]
        if broken:
            message = f"Step {step.id} would break a law of the account: {broken[0].message}"
            raise CswsError(message, hint="Nothing was changed. Make a new plan.", code=broken[0].code)

    def commit(self) -> int:
        entry = Entry(
            number=self._before.revision + 1,
            kind="applied",
            at=now(),
            operator=self._permit.operator,
            plan_digest=self._permit.plan_digest,
            settings=self._settings,
            applied=self._settings,
        )
        with self._landing(entry) as connection:
            self._commit(connection, entry)
            if self.run:
                self._end(connection, self.run, RunEnd.DONE, self._permit.operator, entry.number, made=entry.number)
            give_back(connection, self._lease)
        self._lease.given_back = True
        return entry.number


class LedgerRecorder(LedgerSession):
    """Observations and bindings, each one revision. What csws applied last stays what it was."""

    def __init__(
        self, store: Store, account: AccountRef, permit: RecordPermit, connection: Connection, lease: Lease
    ) -> None:
        super().__init__(store, account, connection, lease)
        self._permit = permit

    def observe(self, settings: Settings) -> int:
        return self._record("observed", settings, self._before.applied)

    def used_ids(self) -> frozenset[str]:
        with self._store.transaction(COMMIT_TIMEOUT) as connection:
            return Ledger(connection, self._account).used_ids()

    def note(self, kind: str, **data: Any) -> None:
        with self._writing() as connection:
            self._note_event(connection, kind, self._permit.operator, self._before.revision, **data)

    def end_run(self, run: str, how: RunEnd, **data: Any) -> None:
        with self._writing() as connection:
            found = journal.Journal(connection, self._account.id).unfinished()
            if found is None or found.id != run:
                raise CswsError(f"Run {run} has ended.", hint="`csws runs` lists unfinished runs.", code="no_run")
            self._end(connection, run, how, self._permit.operator, self._before.revision, **data)

    def adopt(self, settings: Settings, adopted: Collection[Address]) -> int | None:
        applied = after_adoption(self._before.applied, settings, adopted)
        if settings != self._before.settings:
            return self._record("imported", settings, applied)
        with self._writing() as connection:
            self._set_base(connection, applied)
            self._note_event(connection, "seen", self._permit.operator, self._before.revision)
        return None

    def agree(self) -> None:
        with self._writing() as connection:
            self._set_base(connection, self._before.settings)

    def _record(self, kind: str, settings: Settings, applied: Settings | None) -> int:
        check_identity(settings, self._account.name)
        entry = Entry(
            number=self._before.revision + 1,
            kind=kind,
            at=now(),
            operator=self._permit.operator,
            plan_digest=None,
            settings=settings,
            applied=applied,
        )
        with self._landing(entry) as connection:
            self._commit(connection, entry)
        self._before = State(revision=entry.number, settings=settings, applied=applied)
        return entry.number
