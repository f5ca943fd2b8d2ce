"""The account as the verifier sees it, in plain dictionaries, and what a step of any kind does there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from csws.model.frozen import mutable
from csws.model.plan import Step
from csws.model.settings import Settings

Plain = dict[str, Any]


@mutable
class World:
    """The account as the verifier sees it: objects by role, the fields of each workspace by key (or foreign id), and
    the set fields of each other item by address. `foreign_kinds` has the kinds of the unmanaged ones. `begun` says
    that something other than a property was changed. `waiting` are the addresses of which something has to follow."""

    objects: Plain
    rooms: dict[str, Plain]
    foreign: frozenset[str]
    items: dict[str, Plain] = field(default_factory=dict)
    foreign_kinds: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    begun: bool = False
    waiting: set[str] = field(default_factory=set)


def world_of(settings: Settings) -> World:
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
    items = {
        f"{item.kind}.{item.key}" if item.key else f"unmanaged.{item.id}": _set_values(item.fields)
        for item in settings.items
    }
    kinds = {f"unmanaged.{item.id}": item.kind for item in settings.items if not item.key}
    return World({**objects, "revenue": set(settings.objects.revenue)}, rooms, foreign, items, kinds)


def items_of(world: World, kind: str) -> list[Plain]:
    """Every item of a kind other than objects and workspaces, managed or not: what is set in it."""
    return [held for name, held in world.items.items() if world.foreign_kinds.get(name, name.partition(".")[0]) == kind]


def _set_values(fields: Mapping[str, Any]) -> Plain:
    """The values of an item; what is unset is not there."""
    return {path: loose(value) for path, value in fields.items() if or_none(value) is not None}


def _choices(tab: Any) -> Plain:
    """The set members of a tab; what is unset is not there."""
    names = (name for name in tab.__slots__ if name != "object")
    found = {name: loose(getattr(tab, name)) for name in names}
    return {name: value for name, value in found.items() if value not in (None, set())}


def loose(value: Any) -> Any:
    return set(value) if isinstance(value, (tuple, list)) else value


def or_none(value: Any) -> Any:
    """A value as `loose` has it; None where nothing is set. 0 is a value, though it equals False."""
    held = loose(value)
    return None if held is False or held in (None, "", set()) else held


def change_item(world: World, step: Step) -> None:
    """A step of a kind other than objects and workspaces, by what is set before and after it."""
    kind, address = step.action.value, str(step.address)
    old = f"{step.address.kind}.{step.was['key']}" if kind == "move" else address
    if kind == "create" and address in world.items:
        world.wrong.append(f"Step {step.id} creates {address} a second time.")
    if kind != "create" and old not in world.items:
        world.wrong.append(f"Step {step.id} needs {old}, which does not exist.")
    held = world.items.pop(old, {})
    for path, value in step.was.items():
        if path != "key" and or_none(held.get(path)) != or_none(value):
            world.wrong.append(f"Step {step.id} expects a different {path} of {old}.")
    if kind != "delete":
        sets = {path: value for path, value in step.sets.items() if path != "key"}
        world.items[address] = _set_values({**held, **sets})


def parts_of(path: str) -> list[str]:
    if path.startswith("revenue.objects."):
        name, choice = path.removeprefix("revenue.objects.").rsplit(".", 1)
        return ["revenue", name, choice]
    return path.split(".")


def at_path(room: Plain, path: str) -> Any:
    found: Any = room
    for part in parts_of(path):
        found = found.get(part) if isinstance(found, dict) else None
    return found or None
