"""A plan: the ordered steps that take one account from its base to the desired settings, and its digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from csws.errors import CswsError
from csws.model import snapshot_0_1
from csws.model.address import WORKSPACE, Address
from csws.model.change import Action, Change
from csws.model.diagnostic import Diagnostic
from csws.model.digest import digest_of
from csws.model.field import is_unset
from csws.model.fields import Fields, Value, only_set
from csws.model.frozen import frozen
from csws.model.runs import UnfinishedRun
from csws.model.score_moves import ScoreMoves

FORMAT_VERSION = "1.0"  # of what has no version of its own: drift, history, runs, doctor, rules
DOCUMENT_FORMAT = "1.1"  # of reports, findings and events
PLAN_FORMAT = "1.1"  # of plan documents; those of 1.0 were made by csws 0.1, and have another digest


@frozen
class Step:
    """One action of a plan. `sets` is flat, path → value; `was` has the values that the step expects to find.

    `clears` lists, for the objects step, the absolute paths of the choices that it empties (SPEC §5.3).
    `consequential` says that the account does more than keep the setting: HubSpot runs workflows.
    """

    id: int
    action: Action
    address: Address
    summary: str
    sets: Fields
    was: Fields
    because: tuple[Address, ...] = ()
    transient: bool = False
    destructive: bool = False
    allowed: bool = True
    reason: str | None = None
    clears: tuple[str, ...] = ()
    consequential: bool = False


@frozen
class Base:
    """The state that a plan was made against."""

    revision: int
    fingerprint: str


@frozen
class Visibility:
    """How many people gain and lose sight of one workspace; e-mails only where the catalogue has them."""

    workspace: str
    gained: int
    lost: int
    gained_people: tuple[str, ...] = ()
    lost_people: tuple[str, ...] = ()


@frozen
class TeamMove:
    """A team that leaves one workspace for another. None is no team workspace: then its people see the primary one.

    `people` counts those whose primary team it is.
    """

    team: str
    before: Address | None
    after: Address | None
    people: int


@frozen
class Untouched:
    """A managed workspace that the plan leaves as it is."""

    address: Address
    name: str


@frozen
class Unmanaged:
    """A workspace, or an item of another kind, that the account has and csws does not manage."""

    id: str
    name: str
    teams: tuple[str, ...]
    kind: str = WORKSPACE


@frozen
class Failure:
    """Why nothing could be planned or applied for one account."""

    code: str
    message: str
    hint: str | None = None

    @classmethod
    def of(cls, error: CswsError) -> Failure:
        return cls(code=error.code, message=error.message, hint=error.hint)


@frozen
class AccountPlan:
    """The plan of one account; teams and pipelines by name. `names` binds each shown name to its id. `notes` are
    sentences that a reviewer must read. `format` is that of the document that it was read from, and decides how its
    digest is made. `run` is the account's unfinished run; `goes_on` says that the plan continues that run: its steps
    are those that wait. `made_by` is the digest of the plan that made the account's newest revision. `score_moves` is
    what records tell of changed published scores, as far as any were given."""

    account: str
    format: str = PLAN_FORMAT
    account_id: str | None = None
    target: str = ""
    exit_code: int = 0
    error: Failure | None = None
    base: Base | None = None
    applyable: bool = False
    changes: tuple[Change, ...] = ()
    steps: tuple[Step, ...] = ()
    visibility: tuple[Visibility, ...] = ()
    team_moves: tuple[TeamMove, ...] = ()
    untouched: tuple[Untouched, ...] = ()
    drift: tuple[Change, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    notes: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    team_names: Mapping[str, str] = field(default_factory=dict)
    pipeline_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    run: UnfinishedRun | None = None
    goes_on: bool = False
    made_by: str | None = None
    score_moves: tuple[ScoreMoves, ...] = ()

    @property
    def digest(self) -> str | None:
        """What is approved: account id, target, base, and each step's action, address, was and sets (SPEC §3)."""
        if self.base is None:
            return None
        base = {"revision": self.base.revision, "fingerprint": self.base.fingerprint}
        if self.goes_on and self.run is not None:
            return self.run.digest
        if self.format == snapshot_0_1.FORMAT:
            return snapshot_0_1.plan_digest(self.account_id, self.target, base, map(_hashed, self.steps))
        steps = [hashed(step) for step in self.steps]
        return digest_of({"account_id": self.account_id, "target": self.target, "base": base, "steps": steps})

    @property
    def has_changes(self) -> bool:
        return bool(self.steps)

    def count(self, action: Action) -> int:
        return sum(change.action is action for change in self.changes)


def without_unset(step: Step) -> Step:
    """The step without what a create leaves unset and a delete finds unset, so that it stays the same when the model grows.

    An update keeps everything: there, unset is a value that it sets or expects.
    """
    return with_whole_side(step, only_set if step.address.kind == WORKSPACE else _without_blank)


def _without_blank(fields: Fields) -> Fields:
    """What is set in an item of another kind (`csws/model/kind.py` describes a blank one)."""
    return {path: value for path, value in fields.items() if not is_unset(value)}


def with_whole_side(step: Step, change: Callable[[Fields], Fields]) -> Step:
    """The step with another form of the side on which it names every field of an item: what a create sets, what a delete
    finds. Any other step stays as it is."""
    if step.action is Action.CREATE:
        return replace(step, sets=change(step.sets))
    return replace(step, was=change(step.was)) if step.action is Action.DELETE else step


def hashed(step: Step) -> dict[str, Any]:
    """What a digest covers of a step: two steps that do the same are equal in it."""
    return _hashed(without_unset(step))


def _hashed(step: Step) -> dict[str, Any]:
    sides = {"was": plain(step.was), "sets": plain(step.sets)}
    return {"action": step.action.value, "address": str(step.address), **sides}


def plain(values: Fields) -> dict[str, str | int | list[str] | None]:
    """Fields as JSON has them: sets are lists."""
    return {path: list(value) if isinstance(value, tuple) else value for path, value in values.items()}


def plain_value(value: Value) -> str | int | list[str] | None:
    return list(value) if isinstance(value, tuple) else value
