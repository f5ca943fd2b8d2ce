"""What differs between two Settings. A Change says what differs; a Step (plan.py) says what apply will do about
it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from csws.model.address import Address
from csws.model.diagnostic import Span
from csws.model.fields import Fields, Value
from csws.model.frozen import frozen


class Action(Enum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    MOVE = "move"


class Origin(Enum):
    CONFIG = "config"
    DRIFT = "drift"


class Introduced(Enum):
    """Where a change comes from, seen from a branch: the branch itself, its base (not applied yet), or the account."""

    BRANCH = "branch"
    BASE = "base"
    DRIFT = "drift"


@frozen
class FieldChange:
    """One field that differs. `introduced_by` is None where no base was compared."""

    path: str
    before: Value
    after: Value
    introduced_by: Introduced | None = None


@frozen
class Change:
    """One address that differs. A move comes from another key: its first field is `key`.

    `unchanged` has the fields of the address that are set and stay as they are. `labels` has what HubSpot's screens show
    in place of internal names: path → name → label, where the two differ.
    """

    address: Address
    action: Action
    fields: tuple[FieldChange, ...] = ()
    origin: Origin = Origin.CONFIG
    reason: str = ""
    source: Span | None = None
    unchanged: Fields = field(default_factory=dict)
    introduced_by: Introduced | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def sides_of(change: Change) -> tuple[Fields, Fields]:
    """The fields that are set before and after, each with those that stay."""
    before = {item.path: item.before for item in change.fields if item.before is not None}
    after = {item.path: item.after for item in change.fields if item.after is not None}
    return {**change.unchanged, **before}, {**change.unchanged, **after}
