"""Properties: made before anything that could need them, and csws does nothing else with one."""

from __future__ import annotations

from csws.model.plan import Step
from csws.verifier.world import World, change_item

NAME = "properties"


def change(world: World, step: Step) -> None:
    if step.action.value != "create":
        world.wrong.append(f"Step {step.id} does not create {step.address}, but changes it.")
    if world.begun:
        world.wrong.append(f"Step {step.id} creates {step.address} after settings that may need it.")
    change_item(world, step)
