"""Where settings live: the protocols that targets fill.

A target must let anybody read; must give a writer only for a WritePermit; must apply a plan whole or not at all where
`atomic` is true; must hold the hard laws itself. It may keep more than is asked for. It must not touch a workspace
without a key, and must not change anything while reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from csws.model.plan import Step
from csws.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """Which account, and where: `location` is what stands behind the target's scheme, `root` the project's folder."""

    id: str
    name: str
    target: str
    root: str

    @property
    def scheme(self) -> str:
        return self.target.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An account as it is: its revision, its settings, and the settings as csws last applied them."""

    revision: int
    settings: Settings
    applied: Settings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One entry of an account's history. `kind`: applied, observed or imported; `at` is UTC, ISO 8601."""

    number: int
    kind: str
    at: str
    operator: str | None
    plan_digest: str | None
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePermit:
    """The permission to write, made in one place: the apply use-case (SPEC §5.1)."""

    operator: str | None
    plan_digest: str
    lock_timeout: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPermit:
    """The permission to record what somebody saw, or to bind keys; never to change a setting."""

    operator: str | None
    lock_timeout: float = 30.0


class Reader(Protocol):
    def read(self) -> State: ...

    def settings_at(self, revision: int) -> Settings | None:
        """The settings of an earlier revision; None where there is no such revision."""
        ...

    def revisions(self) -> Sequence[Revision]: ...


class Writer(Protocol):
    """What apply is given: the state it starts from, one step at a time, and the end."""

    def read(self) -> State: ...

    def settings_at(self, revision: int) -> Settings | None:
        """The settings of an earlier revision; None where there is no such revision."""
        ...

    def perform(self, step: Step) -> None: ...

    def commit(self) -> int:
        """Everything performed becomes one revision; returns its number. Without it nothing has happened."""
        ...


class Recorder(Protocol):
    """What observe and import are given: it stores observations and bindings, never a setting of csws's own making."""

    def read(self) -> State: ...

    def observe(self, settings: Settings) -> int:
        """What somebody saw becomes a revision of kind `observed`, lawful or not; returns its number."""
        ...

    def bind(self, keys: Mapping[str, str]) -> int:
        """Workspaces (by id) get their keys: csws manages them from now on. Returns the number of the revision."""
        ...


class Target(Protocol):
    """A module of csws.targets, as a value."""

    def reader(self, account: AccountRef) -> AbstractContextManager[Reader]: ...

    def writer(self, account: AccountRef, permit: WritePermit) -> AbstractContextManager[Writer]: ...

    def recorder(self, account: AccountRef, permit: RecordPermit) -> AbstractContextManager[Recorder]: ...
