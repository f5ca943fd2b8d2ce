"""A plan is shown only if running its steps on a model of the account reaches the desired settings, lawfully (SPEC §5.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from csws.errors import Bug
from csws.kinds import KEYED, RECORDED, properties
from csws.model.address import WORKSPACE, Address
from csws.model.change import Action
from csws.model.kind import Kind, Thing
from csws.model.plan import Step
from csws.model.settings import Item, Objects, Settings, Workspace
from csws.state.laws import breaches
from csws.state.transition import after_step

T = TypeVar("T", Workspace, Item)
_HINT = "This is a bug in csws: nothing was changed. Please report it with the plan's JSON."


def simulate(current: Settings, desired: Settings, steps: tuple[Step, ...], serial: int) -> None:
    """Raises Bug where a step would break a law that the account obeys now, would use what a later step creates, or the end
    is not as desired."""
    state, before = current, {breach.code for breach in breaches(current)}
    later = {
        step.address for step in steps if step.action is Action.CREATE and step.address.kind == properties.KIND.name
    }
    for step in steps:
        state = after_step(state, step, serial)
        later.discard(step.address)
        broken = [breach for breach in breaches(state) if breach.code not in before]
        if broken:
            raise Bug(
                f"Step {step.id} ({step.summary}) would break a law: {broken[0].message}",
                hint=_HINT,
                code=broken[0].code,
            )
        if later and (used := later & _properties_in_use(state)):
            raise Bug(f"Step {step.id} ({step.summary}) would use {min(used)} before it is created.", hint=_HINT)
    if _without_new_ids(state, current) != _without_new_ids(desired, current):
        raise Bug("The steps would not reach the desired settings.", hint=_HINT)


def _properties_in_use(settings: Settings) -> set[Address]:
    return {
        address
        for kind in RECORDED
        for thing in kind.all(settings)
        for address in _properties_of(kind, thing, settings.objects)
    }


def _properties_of(kind: Kind, thing: Thing, objects: Objects) -> Iterator[Address]:
    for path, value in kind.flat(thing).items():
        field = kind.field_at(path)
        if field is not None and field.is_property and value:
            yield properties.address_of(kind.object_behind(path, objects) or "", str(value))


def _without_new_ids(settings: Settings, current: Settings) -> Settings:
    known = {(kind.name, thing.id) for kind in KEYED for thing in kind.all(current)}

    def one(thing: T, kind: str) -> T:
        return thing if (kind, thing.id) in known else replace(thing, id=None)

    workspaces = [one(item, WORKSPACE) for item in settings.workspaces]
    return settings.with_workspaces(workspaces).with_items([one(item, item.kind) for item in settings.items])
