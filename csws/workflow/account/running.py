"""The unfinished run of an account, which a plan has to know about: `compared_run` says how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from csws.kinds import kind_of
from csws.model.catalog import Catalog
from csws.model.digest import canonical
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Step, hashed
from csws.model.runs import BegunRun, DoneStep, UnfinishedRun
from csws.model.target import AccountRef, Reader, Target

if TYPE_CHECKING:
    from csws.apply import Prepared


@frozen
class Held:
    """A run with its plan. `before` are its finished steps, including those that were only observed to be done.
    `prepared` is None if steps do not go one at a time, or if names refer to something else by now."""

    run: UnfinishedRun
    begun: BegunRun
    plan: AccountPlan
    before: Mapping[int, DoneStep]
    prepared: Prepared | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits any more."""
        return not self.run.waiting

    @property
    def steps_left(self) -> tuple[Step, ...]:
        """The steps that wait, by name."""
        return tuple(step for step in self.plan.steps if step.id in self.run.waiting)


def waiting(held: Held | None) -> Held | None:
    """The run, unless nothing of it waits any more."""
    return held if held is not None and not held.is_over else None


def held_run(target: Target, reference: AccountRef, reader: Reader, catalog: Catalog) -> Held | None:
    """The account's unfinished run. Raises NewerStore where a newer csws began it."""
    begun = reader.unfinished()
    if begun is None:
        return None
    from csws.workflow.account.compared_run import compared  # most plans meet no run

    return compared(target, reference, reader, catalog, begun)


def is_same(steps: Iterable[Step], others: Iterable[Step]) -> bool:
    """Whether two lists of steps do the same: action, address, `was` and `sets` agree in order (SPEC §3)."""
    return list(map(identity, steps)) == list(map(identity, others))


def identity(step: Step) -> str:
    return canonical(hashed(step))


def without_made(steps: Iterable[Step], held: Held) -> tuple[Step, ...]:
    """The steps of a plan but for the properties that the run has made and the catalogue does not have yet."""
    made = {identity(step) for step in held.plan.steps if step.id in held.before}
    return tuple(step for step in steps if kind_of(step.address).is_recorded or identity(step) not in made)
