"""Where settings are stored: the protocols that targets implement.

A target must let anybody read; must give a writer only for a WritePermit; must apply a plan completely or not at all
if `atomic` is true; must enforce the hard laws itself. It may store more than csws asks for. It must not touch a
workspace without a key, and must not change anything while reading.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from csws.model.address import Address
from csws.model.frozen import frozen
from csws.model.plan import Step
from csws.model.runs import UNSAID, BegunRun, DoneStep, Made, RunEnd
from csws.model.settings import Settings
from csws.model.target_traits import parts_of


@frozen
class AccountRef:
    """Which account, and where: `location` is the part after the target's scheme, `root` the project's folder."""

    id: str
    name: str
    target: str
    root: str
    store: str

    @property
    def scheme(self) -> str:
        return parts_of(self.target)[0]

    @property
    def location(self) -> str:
        return parts_of(self.target)[1]


def shown_target(target: str) -> str:
    """A target without credentials: nothing before the `@` of a URL."""
    scheme, separator, rest = target.partition("://")
    if not separator or "@" not in rest.partition("/")[0]:
        return target
    return f"{scheme}://{rest.partition('@')[2]}"


@frozen
class State:
    """An account as it is: its revision and its settings. `applied` is the base of drift: the
    settings as csws last applied or adopted them, None where it never did. `made_by` is the digest
    of the plan that made the revision."""

    revision: int
    settings: Settings
    applied: Settings | None = None
    made_by: str | None = None


@frozen
class Revision:
    """One entry of an account's history. `kind`: applied, observed or imported; `at` is UTC, ISO 8601."""

    number: int
    kind: str
    at: str
    operator: str | None
    plan_digest: str | None
    settings: Settings


@frozen
class RecordEvent:
    """Something that happened to an account and made no revision. `revision` is the account's newest one by then; `data` is
    the details of the event, as plain JSON."""

    revision: int
    at: str
    who: str | None
    kind: str
    data: Mapping[str, Any]


@frozen
class WritePermit:
    """The permission to write, made in one place: the apply use-case (SPEC §5.1). `plan` is the document of the plan,
    which the store keeps until the run has ended; `revision` is the account's when the plan was compared with it, and
    `unfinished` the id of the run that was unfinished then. `goes_on` says that this run is to be continued;
    `end` are the settings that a new run leads to."""

    operator: str | None
    plan_digest: str
    plan: str
    revision: int
    lock_timeout: float
    made: Made = UNSAID
    unfinished: str | None = None
    goes_on: bool = False
    end: Settings | None = None


@frozen
class RecordPermit:
    """The permission to record an observation or to bind keys, never to change a setting."""

    operator: str | None
    lock_timeout: float = 30.0


class Reader(Protocol):
    def read(self) -> State: ...

    def settings_at(self, revision: int) -> Settings | None:
        """The settings of an earlier revision; None where there is no such revision."""
        ...

    def settings_then(self, revision: int) -> Sequence[Settings]:
        """The settings that had this number before records were merged; none where no record is ever merged."""
        ...

    def revisions(self) -> Sequence[Revision]: ...

    def unfinished(self) -> BegunRun | None:
        """The run that was begun and has not ended."""
        ...

    def events(self) -> Sequence[RecordEvent]:
        """What happened and made no revision, oldest first."""
        ...

    def done_in(self, run: str) -> Mapping[int, DoneStep]:
        """The steps of a run, by id, that are recorded as done one by one; also of a run that has ended."""
        ...

    def in_doubt(self, run: str) -> frozenset[int]:
        """The steps of a run that were begun and have no outcome."""
        ...

    def done_steps(self) -> Sequence[DoneStep]:
        """Those of all runs."""
        ...


class Begun(Protocol):
    """What every writer knows of its run."""

    @property
    def run(self) -> str:
        """The run's id; empty until it is begun."""
        ...

    def unfinished(self) -> BegunRun | None:
        """The run that was unfinished when the lease was taken."""
        ...

    def done_in(self, run: str) -> Mapping[int, DoneStep]:
        """Of the permit's unfinished run, as of then."""
        ...


class Writer(Begun, Protocol):
    """What apply is given on an atomic target: the state it starts from, one step at a time, and the end."""

    def read(self) -> State: ...

    def settings_at(self, revision: int) -> Settings | None:
        """The settings of an earlier revision; None where there is no such revision."""
        ...

    def settings_then(self, revision: int) -> Sequence[Settings]:
        """The settings that had this number before records were merged; none where no record is ever merged."""
        ...

    def begin(self) -> None:
        """From here on the run can be resumed. Where the account is still at the permit's revision, it can be already."""
        ...

    def perform(self, step: Step, serial: int) -> None:
        """`serial` is the revision that a plan makes first: it is part of the ids of what the plan creates."""
        ...

    def commit(self) -> int:
        """Everything performed becomes one revision; returns its number. Without it nothing has happened."""
        ...


class StepWriter(Begun, Protocol):
    """What apply is given where steps go one at a time. Each done step is a revision of its own.

    `send` must raise AnswerLost if the outcome is unknown, and StepIsManual if a person has to do the step; any other
    CswsError says that the step is certainly not done.
    """

    def read(self) -> State: ...

    def settings_at(self, revision: int) -> Settings | None: ...

    def settings_then(self, revision: int) -> Sequence[Settings]: ...

    def begin(self) -> None:
        """As a Writer's."""
        ...

    def in_doubt(self) -> frozenset[int]:
        """The steps of this plan that were begun and have no outcome."""
        ...

    def look(self) -> Settings | None:
        """The settings as the place itself has them now; None where it cannot be read."""
        ...

    def looks_first(self, step: Step) -> bool:
        """Whether `send` looks before it acts, so that a step in doubt may simply be sent again."""
        ...

    def is_manual(self, step: Step) -> bool:
        """Whether only a person can do it."""
        ...

    def intend(self, step: Step) -> None:
        """On disk before the step is sent."""
        ...

    def send(self, step: Step, serial: int) -> str | None:
        """Does a step; returns what there is to say besides that it is done."""
        ...

    def done(self, step: Step, serial: int, who: str | None = None, said: str | None = None) -> int:
        """The step is done: its outcome and the new revision, at once. `who` did it by hand, and `said` is their
        note. Returns the revision."""
        ...

    def not_done(self, step: Step, why: str) -> None: ...

    def finish(self) -> None:
        """The run has nothing left to do."""
        ...


class Recorder(Protocol):
    """What observe and import are given: it stores observations and bindings, never a setting of csws's own making."""

    def read(self) -> State: ...

    def observe(self, settings: Settings) -> int:
        """Records an observation, lawful or not, as a revision of kind `observed`; returns its number."""
        ...

    def agree(self) -> None:
        """The configuration agrees with everything that is recorded: none of it is drift any longer.
        Makes no revision."""
        ...

    def used_ids(self) -> frozenset[str]:
        """The ids that workspaces and other things of the account ever had. None of them may be given to another one."""
        ...

    def note(self, kind: str, **data: Any) -> None:
        """Records an event that makes no revision, such as `seen`: an observation without differences."""
        ...

    def end_run(self, run: str, how: RunEnd, **data: Any) -> None:
        """An unfinished run has ended or is given up. Raises CswsError where it is not the unfinished one."""
        ...

    def adopt(self, settings: Settings, adopted: Collection[Address]) -> int | None:
        """Records an observation that adopts what has these addresses: it counts as applied just as
        it is. Returns the number of the revision; None if nothing differs, which is noted as
        `seen`."""
        ...


class Target(Protocol):
    """A module of csws.targets, as a value. `writer` gives a Writer where the target is atomic, else a StepWriter."""

    @property
    def atomic(self) -> bool: ...

    def is_manual(self, account: AccountRef, step: Step) -> bool:
        """Whether only a person can do a step; never on an atomic target."""
        ...

    def reader(self, account: AccountRef) -> AbstractContextManager[Reader]: ...

    def writer(self, account: AccountRef, permit: WritePermit) -> AbstractContextManager[Any]: ...

    def recorder(self, account: AccountRef, permit: RecordPermit) -> AbstractContextManager[Recorder]: ...
