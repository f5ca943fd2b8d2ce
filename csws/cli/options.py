"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csws.errors import UsageFault
from csws.render import LANGUAGES

if TYPE_CHECKING:
    from csws.model.address import Address

Command = Callable[..., Any]
FILE = click.Path(dir_okay=False, path_type=Path)


def format_option(names: Iterable[str]) -> Callable[[Command], Command]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(list(names)),
        default="text",
        show_default=True,
        help="How the result is written.",
    )


def length_option(command: Command) -> Command:
    """How much room a comment has; only the format `markdown` asks."""
    return click.option(
        "--max-length",
        type=click.IntRange(4000),
        default=65_536,
        show_default=True,
        metavar="CHARACTERS",
        help="The longest that --format markdown may get.",
    )(command)


def language_option(command: Command) -> Command:
    """The language of runbooks and review pages."""
    return click.option(
        "--language",
        type=click.Choice(list(LANGUAGES)),
        default="en",
        show_default=True,
        callback=lambda context, parameter, value: LANGUAGES[value],
        help="The language of runbooks and review pages.",
    )(command)


def guard_options(command: Command) -> Command:
    """How a person answers the guards; the command gets the answers as one record, `options`."""

    @wraps(command)
    def with_record(
        *arguments: Any, allow_delete: tuple[str, ...], max_lost: float | None, operator: str | None, **others: Any
    ) -> Any:
        from csws.workflow.plan import PlanOptions

        deletes = frozenset(map(_address_to_delete, allow_delete))
        record = PlanOptions(operator=operator, allow_delete=deletes, max_lost=max_lost)
        return command(*arguments, options=record, **others)

    options = [
        click.option(
            "--allow-delete",
            "allow_delete",
            metavar="KEY",
            multiple=True,
            help="Allow deleting this workspace, as apac or workspace.apac (may be repeated).",
        ),
        click.option(
            "--max-lost",
            type=click.FloatRange(0, 100),
            metavar="PERCENT",
            help="Refuse only above this share of people who lose their workspace.",
        ),
        click.option(
            "--operator", envvar="CSWS_OPERATOR", metavar="EMAIL", help="Who plans and applies; overrides `operator:`."
        ),
    ]
    wrapped: Command = with_record
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def _address_to_delete(text: str) -> Address:
    from csws.model.address import Address

    try:
        return Address.to_delete(text)
    except ValueError as error:
        raise UsageFault(str(error), hint="Write --allow-delete apac, or --allow-delete workspace.apac.") from error


def fleet_options(command: Command) -> Command:
    """How a run goes over many accounts."""
    options = [
        click.option(
            "--jobs",
            type=click.IntRange(1),
            envvar="CSWS_JOBS",
            metavar="N",
            help="How many accounts at once; without it one, or for many accounts one for each processor.",
        ),
        click.option(
            "--executor",
            default="processes",
            show_default=True,
            envvar="CSWS_EXECUTOR",
            metavar="WHERE",
            help="Where the work is done: processes, or dask:tcp://HOST:8786.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def lock_option(command: Command) -> Command:
    """How long whoever writes or records waits for its turn."""
    return click.option(
        "--lock-timeout",
        type=click.FloatRange(0),
        default=30,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for another run.",
    )(command)


def apply_options(command: Command) -> Command:
    """What every way of applying takes."""
    options: list[Callable[[Command], Command]] = [
        click.option("--auto-approve", is_flag=True, help="Do not ask."),
        click.option("--expect", metavar="DIGEST", help="Refuse any plan but the one with this digest."),
        lock_option,
        click.option("--events", type=FILE, metavar="FILE", help="Write what happens to FILE, one JSON object a line."),
    ]
    for option in reversed(options):
        command = option(command)
    return command
