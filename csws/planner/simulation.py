"""A plan is shown only if running its steps on a model of the account reaches the desired settings, lawfully (SPEC §5.4)."""

from __future__ import annotations

from dataclasses import replace

from csws.errors import Bug
from csws.model.plan import Step
from csws.model.settings import Settings
from csws.state.laws import breaches
from csws.state.transition import after_step

_HINT = "This is a bug in csws: nothing was changed. Please report it with the plan's JSON."


def simulate(current: Settings, desired: Settings, steps: tuple[Step, ...], serial: int) -> None:
    """Raises Bug where a step would break a law that the account obeys now, or the end is not as desired."""
    state, before = current, {breach.code for breach in breaches(current)}
    for step in steps:
        state = after_step(state, step, serial)
        broken = [breach for breach in breaches(state) if breach.code not in before]
        if broken:
            raise Bug(
                f"Step {step.id} ({step.summary}) would break a law: {broken[0].message}",
                hint=_HINT,
                code=broken[0].code,
            )
    if _without_new_ids(state, current) != _without_new_ids(desired, current):
        raise Bug("The steps would not reach the desired settings.", hint=_HINT)


def _without_new_ids(settings: Settings, current: Settings) -> Settings:
    known = {item.id for item in current.workspaces}
    return settings.with_workspaces(
        [item if item.id in known else replace(item, id=None) for item in settings.workspaces]
    )
