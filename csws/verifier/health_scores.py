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
    change_item(world, step)


def _fires(world: World, step: Step) -> bool:
    """Whether records may change their band in the eyes of the account: a score goes on or off, or a bound moves of one
    that is on."""
    key = step.was.get("key", step.address.key)
    held = world.items.get(f"{NAME}.{key}", {}).get("state")
    if "state" in step.sets:
        return ON in (step.sets["state"], held)
    return held == ON and any(path.startswith("bands.") for path in step.sets)


def broken(world: World) -> list[tuple[str, str]]:
    """Each law that does not hold now."""
    names = [normalize("NFC", held["name"]).strip().casefold() for held in items_of(world, NAME) if held.get("name")]
    equal = len(set(names)) < len(names)
    return [("score names", "two health scores have the same name.")] if equal else []
