"""What one resolved step does to an account: the model that plans are simulated on, and that stores run. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from csws.errors import StalePlan
from csws.kinds import kind_of
from csws.model.address import OBJECTS, Address
from csws.model.change import Action
from csws.model.fields import Fields, flat_objects
from csws.model.kind import Kind, Thing
from csws.model.plan import Step
from csws.model.settings import Settings
from csws.state.clearing import with_objects


def found_at(settings: Settings, address: Address) -> Thing | None:
    """The managed item that an address names; None where the account does not have it."""
    return next((thing for thing in kind_of(address).all(settings) if thing.key == address.key), None)


def fields_at(settings: Settings, address: Address) -> Fields | None:
    """The fields of what an address names; None where the account does not have it."""
    if address == OBJECTS:
        return flat_objects(settings.objects)
    found = found_at(settings, address)
    return None if found is None else kind_of(address).flat(found)


def with_key(settings: Settings, thing: Thing, address: Address) -> Settings:
    """The settings with an item under the key of an address: csws manages it from now on."""
    kind = kind_of(address)
    return kind.put(settings, kind.changed(thing, address.key, {}), instead_of=thing)


def after_step(settings: Settings, step: Step, serial: int) -> Settings:
    """The account after `step`. `serial` (the revision being made) makes the id of what is created unlike any before.

    Raises StalePlan where the account is not as the step expects to find it.
    """
    if step.address == OBJECTS:
        return _objects_step(settings, step)
    kind = kind_of(step.address)
    if step.action is Action.CREATE:
        return _create_step(kind, settings, step, serial)
    key = str(step.was["key"]) if step.action is Action.MOVE else step.address.key
    current = found_at(settings, Address(kind.name, key))
    if current is None:
        missing = Address(kind.name, key)
        raise StalePlan(f"Step {step.id} expects {missing}, which is not in the account.", hint=_REPLAN)
    _expect(step, kind, kind.flat(current))
    if step.action is Action.DELETE:
        return kind.without(settings, current)
    sets = {path: value for path, value in step.sets.items() if path != "key"}
    return kind.put(settings, kind.stepped(current, step.address.key, sets), instead_of=current)


_REPLAN = "The account was changed after the plan was made. Make a new plan and have it reviewed."


def _objects_step(settings: Settings, step: Step) -> Settings:
    _expect(step, kind_of(OBJECTS), flat_objects(settings.objects))
    sets: dict[str, Any] = dict(step.sets)
    return with_objects(settings, replace(settings.objects, **sets))


def _create_step(kind: Kind, settings: Settings, step: Step, serial: int) -> Settings:
    key = step.address.key
    if found_at(settings, step.address) is not None:
        raise StalePlan(f"Step {step.id} would create {step.address}, which is already in the account.", hint=_REPLAN)
    return kind.put(settings, kind.made(key, f"{key}-{serial}", step.sets))


def _expect(step: Step, kind: Kind, found: Fields) -> None:
    for path, value in step.was.items():
        if path != "key" and found.get(path, kind.empty(path)) != value:
            raise StalePlan(
                f"Step {step.id} expects a different value for {step.address} {path} than the account has.",
                hint=_REPLAN,
            )
