"""What the person who plans adds to the project's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from csws.model.address import Address
from csws.model.frozen import frozen


@frozen
class PlanOptions:
    """Who plans, which deletes are allowed, how many may lose sight, and that the account really is new. `max_lost` and
    `max_moved` are percentages. `records` judge changed scores, with `activity`, on the day `as_of` (None is today);
    None are those that the project names, and () are none."""

    operator: str | None = None
    allow_delete: frozenset[Address] = frozenset()
    max_lost: float | None = None
    max_moved: float | None = None
    records: tuple[Path, ...] | None = None
    activity: tuple[Path, ...] = ()
    as_of: date | None = None
    new_account: bool = False
