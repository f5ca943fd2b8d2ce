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
from csws.model.runs import UnfinishedRun
from csws.model.score_moves import ScoreMoves
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
class ApplySubject:
    """One account about to be applied to: how much is known of it, and the run that waits for a person there. Of the plan's
    steps, some wait in that run too and some are new."""

    account: AccountEntry
    revision: int
    new_account: bool = False
    waiting: UnfinishedRun | None = None
    known_steps: tuple[int, ...] = ()
    new_steps: tuple[int, ...] = ()


@frozen
class PlanSubject:
    """One account about to change: current and desired settings by id, and what the person who plans has allowed.

    `moved` maps a new address to the one that it has in the account now. `max_lost` and `max_moved` are
    percentages, None for the default guard. `score_moves` is what records tell of changed scores, as far as any were given.
    """

    account: AccountEntry
    catalog: Catalog
    current: Settings
    desired: Settings
    moved: Mapping[Address, Address]
    operator: str | None
    allowed_deletes: frozenset[Address]
    max_lost: float | None = None
    max_moved: float | None = None
    score_moves: tuple[ScoreMoves, ...] = ()
