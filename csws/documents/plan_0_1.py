"""A plan of today as csws 0.1 would have made it, to hold it against a digest that was approved then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from csws.model import snapshot_0_1
from csws.model.address import WORKSPACE
from csws.model.change import Action
from csws.model.plan import AccountPlan, Step, plain, without_unset
from csws.model.settings import Settings
from csws.state.snapshot import fingerprint_0_1


def as_csws_0_1(plan: AccountPlan, base: Settings) -> AccountPlan | None:
    """`base` are the settings that the plan was made for. None where csws 0.1 could not have made the plan."""
    fingerprint, steps = fingerprint_0_1(base), [_step(step) for step in plan.steps]
    if plan.base is None or fingerprint is None or None in steps:
        return None
    known = tuple(step for step in steps if step is not None)
    return replace(plan, format=snapshot_0_1.FORMAT, base=replace(plan.base, fingerprint=fingerprint), steps=known)


def _step(step: Step) -> Step | None:
    """The step with every field that csws 0.1 knew where it has every field, and none that it did not know."""
    said = without_unset(step)
    sets, was = (snapshot_0_1.whole_fields(plain(part)) for part in (said.sets, said.was))
    if step.action is Action.CREATE and step.address.kind == WORKSPACE:
        return replace(step, sets=_values(sets)) if sets is not None else None
    if step.action is Action.DELETE:
        return replace(step, was=_values(was)) if was is not None else None
    return step


def _values(fields: dict[str, Any]) -> dict[str, Any]:
    return {path: tuple(value) if isinstance(value, list) else value for path, value in fields.items()}
