"""Checks a finished plan against base and desired settings, step by step. Shares no code with the planner, nor the laws
that it uses: it works on plain dictionaries, as a reader of the plan document would.

What it knows of the world it says again in its own words: a team in one workspace, at most five, names differ, choices
only of objects in force, and that changing an object empties its tab.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from csws.model.address import Address, SettingKind
from csws.model.plan import AccountPlan, Step
from csws.model.settings import Settings

Plain = dict[str, Any]
LIMIT = 5


@dataclass(slots=True)
class _World:
    """The account as the verifier sees it: objects by role, and for each key (or foreign id) its fields."""

    objects: Plain
    rooms: dict[str, Plain]
    foreign: frozenset[str]
    wrong: list[str] = field(default_factory=list)
    properties: set[str] = field(default_factory=set)
    begun: bool = False


def verify(steps: tuple[Step, ...], base: Settings, desired: Settings) -> list[str]:
    """What is wrong with the steps (resolved, by id), one sentence each; empty for a good plan."""
    if not steps and base == desired:  # nothing is done, and nothing was to be done
        return []
    world, goal = _walked(steps, base), _world(desired)
    if (world.objects, world.rooms) != (goal.objects, goal.rooms):
        where = sorted(key for key in {*world.rooms, *goal.rooms} if world.rooms.get(key) != goal.rooms.get(key))
        world.wrong.append(f"The final settings differ from the desired ones: {', '.join(where) or 'objects'}.")
    return [*_numbering(steps), *world.wrong]


def verify_saved(plan: AccountPlan, base: Settings | None) -> list[str]:
    """What is wrong with a saved plan. With its base (by name, as the plan is) every step is run on it, and the end is
    held against the plan's changes; without, only what the plan says of itself can be held together."""
    wrong = verify_shape(plan)
    if base is None:
        return wrong
    world = _walked(plan.steps, base)
    for change in plan.changes:
        if change.address.kind is SettingKind.PROPERTY:
            made = change.address.key in world.properties
            wrong += [] if made else [f"{change.address} is never created."]
            continue
        room = world.objects if change.address.kind is SettingKind.OBJECTS else world.rooms.get(change.address.key)
        if change.action.value == "delete":
            wrong += [f"{change.address} is still there at the end."] if room is not None else []
            continue
        for item in change.fields:
            if item.path != "key" and (room is None or (_get(room, item.path) or None) != (_loose(item.after) or None)):
                wrong.append(f"At the end {change.address} {item.path} does not have the value in the change.")
    return [*wrong, *world.wrong]


def _walked(steps: tuple[Step, ...], base: Settings) -> _World:
    """The world after all steps, with everything that was wrong on the way."""
    world = _world(base)
    tolerated = {kind for kind, _ in _broken(world)}
    for step in steps:
        _run(world, step)
        world.begun = world.begun or step.address.kind is not SettingKind.PROPERTY
        world.wrong += [f"After step {step.id}: {text}" for kind, text in _broken(world) if kind not in tolerated]
    return world


def _numbering(steps: tuple[Step, ...]) -> list[str]:
    return [f"Step {step.id} is at position {at}." for at, step in enumerate(steps, start=1) if step.id != at]


def _order(steps: tuple[Step, ...]) -> list[str]:
    """What is left of a run keeps the numbers that it had there."""
    pairs = pairwise(steps)
    return [f"Step {after.id} comes after step {step.id}." for step, after in pairs if after.id <= step.id]


def verify_shape(plan: AccountPlan) -> list[str]:
    """Checks a saved plan on its own: its steps are numbered, each serves a change, and they fit together."""
    wrong = _order(plan.steps) if plan.goes_on else _numbering(plan.steps)
    told = {change.address for change in plan.changes}
    wrong += [f"Step {step.id} serves no change." for step in plan.steps if not told & set(step.because)]
    done = {step.address for step in plan.steps if not step.transient}
    wrong += [f"The change of {address} has no step." for address in sorted(told - done) if plan.steps]
    known: dict[tuple[Address, str], Any] = {}
    for step in plan.steps:
        for path, value in step.was.items():
            if known.get((step.address, path), value) != value:
                wrong.append(
                    f"Step {step.id} expects a different {path} of {step.address} than an earlier step leaves."
                )
        known.update({(step.address, path): value for path, value in step.sets.items()})
    return wrong


def _world(settings: Settings) -> _World:
    rooms: dict[str, Plain] = {}
    for item in settings.workspaces:
        room: Plain = {
            "name": item.name,
            "description": item.description,
            "teams": set(item.teams),
            "protect": item.protect,
        }
        room["customers"] = _choices(item.customers)
        room["services"] = _choices(item.services)
        room["revenue"] = {"show": item.revenue.show}
        for block in item.revenue.blocks:
            room["revenue"][block.object] = _choices(block)
        rooms[item.key or f"id:{item.id}"] = room
    objects = {"customers": settings.objects.customers, "services": settings.objects.services}
    foreign = frozenset(key for key in rooms if key.startswith("id:"))
    return _World({**objects, "revenue": set(settings.objects.revenue)}, rooms, foreign)


def _choices(tab: Any) -> Plain:
    """The set members of a tab; what is unset is not there."""
    names = (name for name in tab.__slots__ if name != "object")
    found = {name: _loose(getattr(tab, name)) for name in names}
    return {name: value for name, value in found.items() if value not in (None, set())}


def _loose(value: Any) -> Any:
    return set(value) if isinstance(value, (tuple, list)) else value


def _run(world: _World, step: Step) -> None:
    kind, key = step.action.value, step.address.key
    if step.address.kind is SettingKind.PROPERTY:
        _new_property(world, step, key)
    elif step.address.kind is SettingKind.OBJECTS:
        _change_objects(world, step)
    elif f"id:{key}" in world.foreign or key in world.foreign:
        world.wrong.append(f"Step {step.id} touches a workspace that is not managed.")
    elif kind == "create":
        if key in world.rooms:
            world.wrong.append(f"Step {step.id} creates {key} a second time.")
        world.rooms[key] = {
            "name": "",
            "description": "",
            "teams": set(),
            "protect": False,
            "customers": {},
            "services": {"show": False},
            "revenue": {"show": True},
        }
        _set(world.rooms[key], step)
    else:
        _change_room(world, step, kind, key)


def _new_property(world: _World, step: Step, key: str) -> None:
    """A property is made before anything that could need it, once, and changes no setting."""
    if step.action.value != "create" or key in world.properties:
        world.wrong.append(f"Step {step.id} creates the property {key} a second time, or does something else with it.")
    if world.begun:
        world.wrong.append(f"Step {step.id} creates the property {key} after settings that may need it.")
    world.properties.add(key)


def _change_room(world: _World, step: Step, kind: str, key: str) -> None:
    old = str(step.was.get("key", key)) if kind == "move" else key
    room = world.rooms.get(old)
    if room is None:
        world.wrong.append(f"Step {step.id} needs {old}, which does not exist.")
        return
    for path, value in step.was.items():
        if path != "key" and _get(room, path) != (_loose(value) or None):
            world.wrong.append(f"Step {step.id} expects a different {path} of {old}.")
    del world.rooms[old]
    if kind == "delete":
        if old == "primary":
            world.wrong.append(f"Step {step.id} deletes the primary workspace.")
        return
    world.rooms[key] = room
    _set(room, step)


def _parts(path: str) -> list[str]:
    if path.startswith("revenue.objects."):
        name, choice = path.removeprefix("revenue.objects.").rsplit(".", 1)
        return ["revenue", name, choice]
    return path.split(".")


def _get(room: Plain, path: str) -> Any:
    found: Any = room
    for part in _parts(path):
        found = found.get(part) if isinstance(found, dict) else None
    return found or None


def _set(room: Plain, step: Step) -> None:
    for path, value in step.sets.items():
        if path == "key":
            continue
        *holders, last = _parts(path)
        inside = room
        for part in holders:
            inside = inside.setdefault(part, {})
        loose = _loose(value)
        if loose in (None, set()) and holders:
            inside.pop(last, None)
        else:
            inside[last] = loose
    revenue = room["revenue"]
    for name in [name for name, block in revenue.items() if block == {}]:
        del revenue[name]


def _change_objects(world: _World, step: Step) -> None:
    before = dict(world.objects)
    for role, value in step.was.items():
        if _loose(value) != before[role]:
            world.wrong.append(f"Step {step.id} expects a different object for {role}.")
    for role, value in step.sets.items():
        world.objects[role] = _loose(value)
    emptied = set()
    for key, room in world.rooms.items():
        for tab, name in (("customers", None), ("services", None), *(("revenue", gone) for gone in before["revenue"])):
            emptied |= _empty(world, before, key, room, tab, name)
    if emptied != set(step.clears):
        world.wrong.append(f"Step {step.id} does not list exactly what it clears.")


def _empty(world: _World, before: Plain, key: str, room: Plain, tab: str, name: str | None) -> set[str]:
    """Empties a tab (or a revenue block) whose object has changed; the addresses of what was lost."""
    address = f"unmanaged.{key.removeprefix('id:')}" if key in world.foreign else str(Address.workspace(key))
    if name is not None:
        if name in world.objects["revenue"]:
            return set()
        return {f"{address}.revenue.objects.{name}.{choice}" for choice in room["revenue"].pop(name, {})}
    if world.objects[tab] == before[tab]:
        return set()
    lost = {choice for choice in room[tab] if choice != "show"}
    room[tab] = {choice: value for choice, value in room[tab].items() if choice == "show"}
    return {f"{address}.{tab}.{choice}" for choice in lost}


def _broken(world: _World) -> list[tuple[str, str]]:
    out = []
    if len(world.rooms) - ("primary" in world.rooms) > LIMIT:
        out.append(("limit", f"there are more than {LIMIT} team workspaces."))
    names, homes = (
        [normalize("NFC", room["name"]).strip().casefold() for room in world.rooms.values()],
        [team for room in world.rooms.values() for team in room["teams"]],
    )
    if len(set(names)) < len(names):
        out.append(("names", "two workspaces have the same name."))
    if len(set(homes)) < len(homes):
        out.append(("teams", "a team is in two workspaces."))
    for key, room in world.rooms.items():
        loose = set(room["revenue"]) - {"show"} - world.objects["revenue"]
        loose |= {
            tab
            for tab in ("customers", "services")
            if set(room[tab]) - {"show", "default_layout"} and not world.objects[tab]
        }
        out += [
            ("dangling", f"{key} configures {name}, which is not one of the account's objects.")
            for name in sorted(loose)
        ]
    return out
