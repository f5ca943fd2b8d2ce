"""Health scores: a new one is a draft, nothing is turned on together with an edit, and names differ."""

from __future__ import annotations

from unicodedata import normalize

from csws.model.plan import Step
from csws.verifier.world import World, change_item, items_of

NAME = "health_score"
ON = "published"


def change(world: World, step: Step) -> None:
    kind, sets = step.action.value, dict(step.sets)
    if kind == "create" and sets.get("state") == ON:
        world.wrong.append(f"Step {step.id} creates {step.address} and turns it on at once.")
    if kind != "create" and sets.get("state") == ON and len(sets) > 1:
        world.wrong.append(f"Step {step.id} edits {step.address} and turns it on at once.")
    if kind in ("update", "move") and _fires(world, step) is not step.consequential:
        word = "does not say" if not step.consequential else "says"
        world.wrong.append(f"Step {step.id} {word} that workflows may start.")
    _note_edit(world, step)
    change_item(world, step)


def _note_edit(world: World, step: Step) -> None:
    """An edit of a score that is on has to be turned on. (What csws alone knows, and the name, need not.)"""
    kind, sets = step.action.value, set(step.sets)
    if kind == "move":
        world.waiting = {str(step.address) if one == f"{NAME}.{step.was['key']}" else one for one in world.waiting}
    if kind == "delete" or "state" in sets:
        world.waiting.discard(str(step.address))
    elif _held_state(world, step) == ON and sets - {"key", "name", "property", "protect"}:
        world.waiting.add(str(step.address))


def ended(world: World) -> list[str]:
    """What is still missing when all steps are done."""
    return [f"{address} is edited, and not turned on after that." for address in sorted(world.waiting)]


def _held_state(world: World, step: Step) -> object:
    return world.items.get(f"{NAME}.{step.was.get('key', step.address.key)}", {}).get("state")


def _fires(world: World, step: Step) -> bool:
    """Whether records may change their band in the eyes of the account: a score goes on or off, or a bound moves of one
    that is on."""
    held = _held_state(world, step)
    if "state" in step.sets:
        return ON in (step.sets["state"], held)
    return held == ON and any(path.startswith("bands.") for path in step.sets)


def broken(world: World) -> list[tuple[str, str]]:
    """Each law that does not hold now."""
    names = [normalize("NFC", held["name"]).strip().casefold() for held in items_of(world, NAME) if held.get("name")]
    equal = len(set(names)) < len(names)
    return [("score names", "two health scores have the same name.")] if equal else []
