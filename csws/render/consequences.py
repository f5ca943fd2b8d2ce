"""What a plan sets going in HubSpot beside its settings: the health scores whose steps start workflows, and why.
Every format for people says it in these words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from markupsafe import Markup

from csws.kinds.health_scores.kind import BOUNDS
from csws.kinds.health_scores.states import PUBLISHED
from csws.model.address import Address
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Step
from csws.render.change_words import name_of
from csws.render.words import Words


class Cause(Enum):
    """Why workflows start; the value is the key of its sentence."""

    ON = "fires.on"
    AGAIN = "fires.again"
    MOVED = "fires.moved"
    OFF = "fires.off"
    BOUNDS = "fires.bounds"


@frozen(kw_only=False)
class Fired:
    """A score whose steps start workflows."""

    address: Address
    name: str
    cause: Cause

    def said(self, words: Words) -> Markup:
        return words.say(self.cause.value, name=self.name or self.address.key)


def fired(plan: AccountPlan) -> tuple[Fired, ...]:
    """Each score once, in the order of the steps."""
    steps: dict[Address, list[Step]] = {}
    for step in plan.steps:
        if step.consequential:
            steps.setdefault(step.address, []).append(step)
    names = {change.address: name_of(change) for change in plan.changes}
    return tuple(Fired(address, names.get(address, ""), _cause(mine)) for address, mine in steps.items())


def _cause(steps: Sequence[Step]) -> Cause:
    turns = next((step for step in steps if "state" in step.sets), None)
    moves = any(path in step.sets for step in steps for path in BOUNDS)
    if turns is None:
        return Cause.BOUNDS
    if turns.sets["state"] != PUBLISHED:
        return Cause.OFF
    if turns.was.get("state") != PUBLISHED:
        return Cause.ON
    return Cause.MOVED if moves else Cause.AGAIN
