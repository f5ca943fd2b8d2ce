"""Checks a finished plan against base and desired settings, step by step. Shares no code with the planner and the kinds, nor
the laws that they use: it works on plain dictionaries, as a reader of the plan document would.

It repeats the laws in its own words, in one file for each kind of settings: a team is in one workspace, at most five,
names differ, choices only of the account's objects, and changing an object empties its tab. For any other kind it
checks only that the steps lead from the base to the desired settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from csws.model.address import OBJECTS, WORKSPACE, Address
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Step
from csws.model.settings import Settings
from csws.verifier import health_scores, objects, properties, workspaces
from csws.verifier.world import World, at_path, change_item, or_none, world_of


def _nothing(world: World) -> list[tuple[str, str]]:
    return []


@frozen(kw_only=False)
class Paragraph:
    """What the verifier knows about a kind: what a step does to the world, which laws are broken in a world, and what is
    missing at the end."""

    change: Callable[[World, Step], None]
    broken: Callable[[World], list[tuple[str, str]]] = _nothing
    ended: Callable[[World], list[str]] = lambda world: []


PARAGRAPHS: Mapping[str, Paragraph] = {
    OBJECTS.kind: Paragraph(objects.change),
    WORKSPACE: Paragraph(workspaces.change, workspaces.broken),
    properties.NAME: Paragraph(properties.change),
    health_scores.NAME: Paragraph(health_scores.change, health_scores.broken, health_scores.ended),
}
_ANY_OTHER = Paragraph(change_item)


def verify(steps: tuple[Step, ...], base: Settings, desired: Settings) -> list[str]:
    """What is wrong with the steps (resolved, by id), one sentence each; empty for a good plan."""
    if not steps and base == desired:  # nothing is done, and nothing was to be done
        return []
    world, goal = _walked(steps, base), world_of(desired)
    if (world.objects, world.rooms) != (goal.objects, goal.rooms):
        where = sorted(key for key in {*world.rooms, *goal.rooms} if world.rooms.get(key) != goal.rooms.get(key))
        world.wrong.append(f"The final settings differ from the desired ones: {', '.join(where) or 'objects'}.")
    world.wrong += [
        f"The final settings differ from the desired ones: {address}."
        for address in sorted({*world.items, *goal.items})
        if world.items.get(address) != goal.items.get(address)
    ]
    return [*_numbering(steps), *world.wrong]


def verify_saved(plan: AccountPlan, base: Settings | None) -> list[str]:
    """What is wrong with a saved plan. With its base (by name, like the plan) it runs every step and compares the end
    with the plan's changes; without one it checks only that the plan's parts agree."""
    wrong = verify_shape(plan)
    if base is None:
        return wrong
    world = _walked(plan.steps, base)
    for change in plan.changes:
        at_end = _at_end(world, change.address)
        if change.action.value == "delete":
            wrong += [f"{change.address} is still there at the end."] if at_end is not None else []
        elif change.address.kind == properties.NAME and at_end is None:
            wrong.append(f"{change.address} is never created.")
        else:
            wrong += [
                f"At the end {change.address} {item.path} does not have the value in the change."
                for item in change.fields
                if item.path != "key" and (at_end is None or at_end(item.path) != or_none(item.after))
            ]
    return [*wrong, *world.wrong]


def _at_end(world: World, address: Address) -> Callable[[str], Any] | None:
    """The value at a path of an address at the end; None if the item is not there."""
    if address.kind in (OBJECTS.kind, WORKSPACE):
        room = world.objects if address == OBJECTS else world.rooms.get(address.key)
        return None if room is None else lambda path: at_path(room, path) or None
    held = world.items.get(str(address))
    return None if held is None else lambda path: or_none(held.get(path))


def _walked(steps: tuple[Step, ...], base: Settings) -> World:
    """The world after all steps, with everything that was wrong on the way."""
    world = world_of(base)
    tolerated = {kind for kind, _ in _broken(world)}
    for step in steps:
        PARAGRAPHS.get(step.address.kind, _ANY_OTHER).change(world, step)
        world.begun = world.begun or step.address.kind != properties.NAME
        world.wrong += [f"After step {step.id}: {text}" for kind, text in _broken(world) if kind not in tolerated]
    world.wrong += [text for paragraph in PARAGRAPHS.values() for text in paragraph.ended(world)]
    return world


def _broken(world: World) -> list[tuple[str, str]]:
    return [found for paragraph in PARAGRAPHS.values() for found in paragraph.broken(world)]


def _numbering(steps: tuple[Step, ...]) -> list[str]:
    return [f"Step {step.id} is at position {at}." for at, step in enumerate(steps, start=1) if step.id != at]


def _order(steps: tuple[Step, ...]) -> list[str]:
    """What is left of a run keeps the numbers that it had there."""
    return [f"Step {after.id} comes after step {step.id}." for step, after in pairwise(steps) if after.id <= step.id]


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
