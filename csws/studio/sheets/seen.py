"""What of a plan would undo what somebody changed in HubSpot and csws recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from starlette.requests import Request

from csws.model.address import OBJECTS, WORKSPACE
from csws.model.change import Action, Change
from csws.model.plan import AccountPlan
from csws.studio.sheets.outcome import plan_now

_KINDS = (OBJECTS.kind, WORKSPACE)  # what Compare shows


def has_seen_otherwise(request: Request, account: str) -> bool:
    plan = plan_now(request, account)
    return plan is not None and any(seen_otherwise(plan))


def seen_otherwise(plan: AccountPlan) -> Iterator[Change]:
    """The changes that would undo what was changed in HubSpot, each with only these fields."""
    since = {change.address: {item.path for item in change.fields} for change in plan.drift}
    for change in plan.changes:
        if change.address.kind not in _KINDS or change.address not in since:
            continue
        fields = tuple(item for item in change.fields if item.path in since[change.address])
        if is_gone(change):
            yield change
        elif change.action is Action.UPDATE and fields:
            yield replace(change, fields=fields)


def is_gone(change: Change) -> bool:
    """Whether the files have it and HubSpot does not any more."""
    return change.action is Action.CREATE
