"""What one resolved step does to an account: the model that plans are simulated on, and that stores run. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from csws.errors import StalePlan
from csws.model.address import OBJECTS, Address, SettingKind
from csws.model.change import Action
from csws.model.fields import Fields, empty_value, flat, flat_objects, with_fields, workspace_of
from csws.model.plan import Step
from csws.model.settings import Settings
from csws.state.clearing import with_objects


def after_step(settings: Settings, step: Step, serial: int) -> Settings:
    """The account after `step`. `serial` (the revision being made) makes the id of a created workspace unlike any before.

    Raises StalePlan where the account is not as the step expects to find it.
    """
    if step.address.kind is SettingKind.PROPERTY:
        return settings  # a property is no setting: the account has one more thing that settings can name
    if step.address == OBJECTS:
        return _objects_step(settings, step)
    if step.action is Action.CREATE:
        return _create_step(settings, step, serial)
    key = str(step.was["key"]) if step.action is Action.MOVE else step.address.key
    current = settings.get(key)
    if current is None:
        raise StalePlan(f"Step {step.id} expects {Address.workspace(key)}, which is not in the account.", hint=_REPLAN)
    _expect(step, flat(current))
    others = [item for item in settings.workspaces if item.key != key]
    if step.action is Action.DELETE:
        return settings.with_workspaces(others)
    sets = {path: value for path, value in step.sets.items() if path != "key"}
    return settings.with_workspaces([*others, replace(with_fields(current, sets), key=step.address.key)])


_REPLAN = "The account was changed after the plan was made. Make a new plan and have it reviewed."


def _objects_step(settings: Settings, step: Step) -> Settings:
    _expect(step, flat_objects(settings.objects))
    sets: dict[str, Any] = dict(step.sets)
    return with_objects(settings, replace(settings.objects, **sets))


def _create_step(settings: Settings, step: Step, serial: int) -> Settings:
    key = step.address.key
    if settings.get(key) is not None:
        raise StalePlan(f"Step {step.id} would create {step.address}, which is already in the account.", hint=_REPLAN)
    made = workspace_of(key, f"{key}-{serial}", step.sets)
    return settings.with_workspaces([*settings.workspaces, made])


def _expect(step: Step, found: Fields) -> None:
    for path, value in step.was.items():
        if path != "key" and found.get(path, empty_value(path)) != value:
            raise StalePlan(
                f"Step {step.id} expects a different value for {step.address} {path} than the account has.",
                hint=_REPLAN,
            )
