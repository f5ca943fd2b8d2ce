"""The options of every command that applies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.empty import Empty
from csws.cli.guard_options import guard_options
from csws.cli.options import (
    FILE,
    Decorator,
    FleetRequest,
    as_record,
    fleet_options,
    format_option,
    language_option,
    lock_option,
)
from csws.model.frozen import frozen

if TYPE_CHECKING:
    from csws.workflow.account.options import PlanOptions


@frozen
class ApplyRequest:
    """How to apply a plan: the options that `apply` and `rollback` share."""

    form: str
    auto_approve: bool
    expect: tuple[str, ...]
    new_account: bool
    lock_timeout: float
    events: Path | None
    language: str
    options: PlanOptions
    fleet: FleetRequest

    @property
    def planning(self) -> PlanOptions:
        """With what only somebody who applies can say."""
        return replace(self.options, new_account=self.new_account)


def apply_options(names: Iterable[str], empty: Empty) -> Decorator:
    """The options of every command that applies, as one record, `request`."""
    return as_record(
        "request",
        ApplyRequest,
        format_option(names, empty),
        click.option("--auto-approve", is_flag=True, help="Apply without asking for approval."),
        click.option(
            "--expect",
            metavar="DIGEST",
            multiple=True,
            help="Refuse any plan but the one with this digest, or with these digests of its accounts (may be repeated).",
        ),
        click.option(
            "--new-account",
            is_flag=True,
            help="The HubSpot account really is new: apply although nothing is recorded of it.",
        ),
        lock_option,
        click.option(
            "--events", type=FILE, metavar="FILE", help="Write events to FILE as they happen, one JSON object per line."
        ),
        language_option,
        guard_options,
        fleet_options,
    )
