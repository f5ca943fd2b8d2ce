"""What rules look at: one account's declaration, and for the rules of the plan also its current settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.declaration import AccountEntry, Declaration
from csws.model.frozen import frozen
from csws.model.settings import Settings, Workspace


@frozen
class Subject:
    """One account as declared, references as written, with its catalogue. `now` is UTC."""

    account: AccountEntry
    declared: Declaration
    catalog: Catalog
    now: datetime
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)  # what several rules work out

    @property
    def workspaces(self) -> tuple[Workspace, ...]:
        return self.declared.settings.workspaces


@frozen
class PlanSubject:
    """One account about to change: current and desired settings by id, and what the person who plans has allowed.

    `moved` maps a new address to the one that it has in the account now. `max_lost` is a percentage, None for the default guard.
    """

    account: AccountEntry
    catalog: Catalog
    current: Settings
    desired: Settings
    moved: Mapping[Address, Address]
    operator: str | None
    allowed_deletes: frozenset[Address]
    max_lost: float | None = None
