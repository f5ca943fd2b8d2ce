"""Workspaces: at most five for teams, a team in one of them, names differ, choices only of objects in force."""

from __future__ import annotations

from unicodedata import normalize

from csws.model.plan import Step
from csws.verifier.world import Plain, World, at_path, loose, parts_of

LIMIT = 5


def change(world: World, step: Step) -> None:
    kind, key = step.action.value, step.address.key
    if f"id:{key}" in world.foreign or key in world.foreign:
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


def _change_room(world: World, step: Step, kind: str, key: str) -> None:
    old = str(step.was.get("key", key)) if kind == "move" else key
    room = world.rooms.get(old)
    if room is None:
        world.wrong.append(f"Step {step.id} needs {old}, which does not exist.")
        return
    for path, value in step.was.items():
        if path != "key" and at_path(room, path) != (loose(value) or None):
            world.wrong.append(f"Step {step.id} expects a different {path} of {old}.")
    del world.rooms[old]
    if kind == "delete":
        if old == "primary":
            world.wrong.append(f"Step {step.id} deletes the primary workspace.")
        return
    world.rooms[key] = room
    _set(room, step)


def _set(room: Plain, step: Step) -> None:
    for path, value in step.sets.items():
        if path == "key":
            continue
        *holders, last = parts_of(path)
        inside = room
        for part in holders:
            inside = inside.setdefault(part, {})
        held = loose(value)
        if held in (None, set()) and holders:
            inside.pop(last, None)
        else:
            inside[last] = held
    revenue = room["revenue"]
    for name in [name for name, block in revenue.items() if block == {}]:
        del revenue[name]


def broken(world: World) -> list[tuple[str, str]]:
    """Each law that does not hold now: what it is about, and a sentence."""
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
        dangling = set(room["revenue"]) - {"show"} - world.objects["revenue"]
        dangling |= {
            tab
            for tab in ("customers", "services")
            if set(room[tab]) - {"show", "default_layout"} and not world.objects[tab]
        }
        out += [
            ("dangling", f"{key} configures {name}, which is not one of the account's objects.")
            for name in sorted(dangling)
        ]
    return out
