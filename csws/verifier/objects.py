"""The objects of the account: changing one empties its tab in every workspace."""

from __future__ import annotations

from csws.model.address import Address
from csws.model.plan import Step
from csws.verifier.world import Plain, World, loose


def change(world: World, step: Step) -> None:
    before = dict(world.objects)
    for role, value in step.was.items():
        if loose(value) != before[role]:
            world.wrong.append(f"Step {step.id} expects a different object for {role}.")
    for role, value in step.sets.items():
        world.objects[role] = loose(value)
    emptied = set()
    for key, room in world.rooms.items():
        for tab, name in (("customers", None), ("services", None), *(("revenue", gone) for gone in before["revenue"])):
            emptied |= _empty(world, before, key, room, tab, name)
    for address, held in world.items.items():  # the step lists which of their fields depend on an object
        lost = {path for path in held if f"{address}.{path}" in step.clears}
        emptied |= {f"{address}.{path}" for path in lost}
        world.items[address] = {path: value for path, value in held.items() if path not in lost}
    if emptied != set(step.clears):
        world.wrong.append(f"Step {step.id} does not list exactly what it clears.")


def _empty(world: World, before: Plain, key: str, room: Plain, tab: str, name: str | None) -> set[str]:
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
