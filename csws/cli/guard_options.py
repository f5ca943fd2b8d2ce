"""How a person answers the guards, and the records that changed health scores are judged by."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csws.cli.completion import recorded
from csws.cli.options import READ, Command, Decorator, Values, as_record, building, who_option
from csws.errors import UsageFault
from csws.model.frozen import frozen

if TYPE_CHECKING:
    from csws.model.address import Address


def activity_option(command: Command) -> Command:
    return click.option(
        "--activity",
        type=READ,
        multiple=True,
        metavar="FILE",
        help="What happened, for groups of events: id, event, time and properties (may be repeated).",
    )(command)


def as_of_option(**more: Any) -> Decorator:
    return click.option(
        "--as-of",
        "as_of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        callback=lambda _context, _parameter, value: value.date() if value is not None else None,
        help=more.pop("help", "The day on which the records are judged, e.g. 2026-11-25 (default: today)."),
        **more,
    )


@frozen
class _Guards:
    """How a person answers the guards, as click parses it."""

    allow_delete: tuple[str, ...]
    max_lost: float | None
    max_moved: float | None
    records: Path | None
    activity: tuple[Path, ...]
    as_of: date | None
    operator: str | None


def guard_options(command: Command) -> Command:
    """How a person answers the guards. The command receives the answers as one record,
    `options`."""

    def build(values: Values) -> None:
        from csws.workflow.account.options import PlanOptions

        guards: _Guards = values.pop("guards")
        deletes = frozenset(map(_address_to_delete, guards.allow_delete))
        values["options"] = PlanOptions(
            operator=guards.operator,
            allow_delete=deletes,
            max_lost=guards.max_lost,
            max_moved=guards.max_moved,
            records=(guards.records,) if guards.records else None,
            activity=guards.activity,
            as_of=guards.as_of,
        )

    return as_record("guards", _Guards, *_GUARDS)(building(command, build))


_GUARDS = (
    click.option(
        "--allow-delete",
        "allow_delete",
        metavar="KEY",
        multiple=True,
        shell_complete=recorded("keys_to_delete"),
        help="Allow deleting this workspace, e.g. apac or workspace.apac (may be repeated).",
    ),
    click.option(
        "--max-lost",
        type=click.FloatRange(0, 100),
        metavar="PERCENT",
        help="Refuse only if more than this share of people lose their workspace.",
    ),
    click.option(
        "--max-moved",
        type=click.FloatRange(0, 100),
        metavar="PERCENT",
        help="Refuse if a published score changes and more than this share of records change band (default: 10).",
    ),
    click.option(
        "--records",
        type=READ,
        metavar="FILE",
        help="An export of the records that changed health scores are judged by; overrides `score_records:`.",
    ),
    activity_option,
    as_of_option(),
    who_option(
        "--operator", envvar="CSWS_OPERATOR", metavar="EMAIL", help="Who plans and applies; overrides `operator:`."
    ),
)


def _address_to_delete(text: str) -> Address:
    from csws.kinds.addresses import to_delete

    try:
        return to_delete(text)
    except ValueError as error:
        raise UsageFault(str(error), hint="Write --allow-delete apac, or --allow-delete workspace.apac.") from error
