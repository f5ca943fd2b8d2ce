"""Accounts with the same plan, or with the same report of an apply: shown once, for all of them.

A head is what a run needs to know about an account without opening its plan or report; a group has equal heads. A run
keeps thousands of heads, so one interned string says which are equal, also after they were sent to another process.
"""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern
from typing import Generic, Protocol, TypeVar

from csws.errors import worst
from csws.model.change import Action, Change
from csws.model.diagnostic import Diagnostic
from csws.model.digest import sha256
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Failure, Step
from csws.model.standing import Standing, standing_of

T = TypeVar("T")
_NO_CHANGES = (0,) * len(Action)


@frozen
class PlanHead:
    """`counts` has the changes by action, in the order of Action; `alike` is equal where the same changes by the same
    steps, `exact` where the workspaces have the same names and settings besides. `gained` and `lost` count people by
    workspace; `moved` counts each person once whose workspace changes, `to_primary` those of them who are left with the
    primary one. `made_by` is as in a plan; `fires` counts what has steps that start workflows."""

    account: str
    account_id: str | None
    digest: str | None
    exit_code: int
    standing: Standing
    counts: tuple[int, ...]
    steps: int
    gained: int
    lost: int
    moved: int
    to_primary: int
    alike: str
    exact: str
    made_by: str | None = None
    fires: int = 0

    def count(self, action: Action) -> int:
        return self.counts[list(Action).index(action)]


class Head(Protocol):
    @property
    def account(self) -> str: ...
    @property
    def exit_code(self) -> int: ...
    @property
    def alike(self) -> str: ...


H = TypeVar("H", bound=Head)


@frozen
class Group(Generic[H]):
    """Equal heads, in the project's order; `at` is the index of the first."""

    at: int
    heads: tuple[H, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(head.account for head in self.heads)


def is_exact(group: Group[PlanHead]) -> bool:
    """Whether the text shown for the first account is exactly right for all."""
    return len({head.exact for head in group.heads}) == 1


def groups_of(heads: Sequence[H]) -> list[Group[H]]:
    """In the order of their first members."""
    found: dict[str, tuple[int, list[H]]] = {}
    for at, head in enumerate(heads):
        found.setdefault(head.alike, (at, []))[1].append(head)
    return [Group(at=at, heads=tuple(members)) for at, members in found.values()]


def exit_code_of(heads: Sequence[Head], diagnostics: tuple[Diagnostic, ...]) -> int:
    """The worst of the accounts' codes; 3 where the project could not be read far enough to know any account."""
    if not heads and any(found.is_error for found in diagnostics):
        return 3
    return worst([head.exit_code for head in heads])


def plan_head(plan: AccountPlan) -> PlanHead:
    standing = standing_of(plan)
    return PlanHead(
        account=plan.account,
        account_id=plan.account_id,
        digest=plan.digest,
        exit_code=plan.exit_code,
        standing=standing,
        counts=tuple([plan.count(action) for action in Action]) if plan.changes else _NO_CHANGES,
        steps=len(plan.steps),
        gained=sum(item.gained for item in plan.visibility),
        lost=sum(item.lost for item in plan.visibility),
        moved=sum(move.people for move in plan.team_moves),
        to_primary=sum(move.people for move in plan.team_moves if move.after is None),
        alike=_signature(plan, standing, exactly=False),
        exact=_signature(plan, standing, exactly=True),
        made_by=plan.made_by,
        fires=len({step.address for step in plan.steps if step.consequential}),
    )


def _signature(plan: AccountPlan, standing: Standing, *, exactly: bool) -> str:
    """A hash of everything shown of a plan except its account and numbers of people; includes names and unchanged fields only
    if `exactly`."""
    if standing is Standing.SAME and not (plan.unmanaged or plan.notes or plan.run):
        return "unchanged"
    changes = [_change(change, exactly=exactly) for change in plan.changes]
    steps = [_step(step, exactly=exactly) for step in plan.steps]
    rest = (
        plan.exit_code,
        standing.value,
        nameless(plan.error, plan.account, plan.target),
        plan.unmanaged,
        plan.notes,
        plan.run,
        plan.score_moves,
    )
    return intern(sha256(repr((rest, changes, steps))))


def _change(change: Change, *, exactly: bool) -> tuple[object, ...]:
    fields = [(item.path, item.before, item.after, item.introduced_by) for item in change.fields]
    stays = (*change.unchanged.items(), *_labels(change)) if exactly else ()
    return (str(change.address), change.action, change.origin, change.introduced_by, change.reason, fields, stays)


def _labels(change: Change) -> list[tuple[str, object]]:
    """In one order, as they may come from a document."""
    return [(path, sorted(names.items())) for path, names in sorted(change.labels.items())]


def _step(step: Step, *, exactly: bool) -> tuple[object, ...]:
    flags = (step.transient, step.destructive, step.allowed, step.reason, step.clears, step.consequential)
    names = (step.summary,) if exactly else ()
    return (step.action, str(step.address), tuple(step.sets.items()), tuple(step.was.items()), flags, names)


def nameless(error: Failure | None, account: str, target: str) -> list[str | None] | None:
    """A failure without the names of the account that it happened to."""
    if error is None:
        return None
    message = error.message.replace(f"`{account}`", "`…`").replace(f"`{target}`", "`…`")
    return [error.code, message, error.hint]
