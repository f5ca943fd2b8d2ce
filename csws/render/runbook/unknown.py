"""What nobody knows of HubSpot's primary workspace until it is recorded: how its tabs' switches are.
A runbook then asks for the state that they must have. Knows no screen."""

from __future__ import annotations

from dataclasses import replace

from csws.kinds import workspaces
from csws.model.address import Address
from csws.model.field import Field
from csws.model.plan import AccountPlan, Step
from csws.model.settings import PRIMARY, Objects

_PRIMARY = Address.workspace(PRIMARY)


def is_unknown(step: Step) -> bool:
    """Whether nothing is recorded of the workspace that the step changes: a name is required, so only
    a primary workspace as csws assumes it of a fresh account (SPEC §1) lacks one."""
    return step.address == _PRIMARY and bool(step.sets.get("name")) and not step.was.get("name")


def with_switches(step: Step, plan: AccountPlan, objects: Objects) -> Step:
    """The step with the switches too that the plan does not change, if how they are is only assumed. A
    tab without an object may have no switch."""
    change = next((item for item in plan.changes if item.address == step.address), None)
    if change is None or not is_unknown(step):
        return step
    kept = {path: value for path, value in change.unchanged.items() if _has_switch(_field(path), objects)}
    return replace(step, sets={**kept, **step.sets})


def _field(path: str) -> Field | None:
    return workspaces.KIND.field_at(path)


def _has_switch(field: Field | None, objects: Objects) -> bool:
    return field is not None and field.is_switch and bool(getattr(objects, field.tab))
