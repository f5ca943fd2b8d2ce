"""What differs between two Settings. A Change says what differs; a Step (plan.py) says what will be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from csws.model.diagnostic import Span
from csws.model.fields import Value


class Action(Enum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    MOVE = "move"


class Origin(Enum):
    CONFIG = "config"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    path: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One address that differs. A move comes from another key: its first field is `key`."""

    address: str
    action: Action
    fields: tuple[FieldChange, ...] = ()
    origin: Origin = Origin.CONFIG
    reason: str = ""
    source: Span | None = None
