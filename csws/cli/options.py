"""Options that several commands share, and how a command gets its options as one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Any

import click

from csws.cli.empty import Empty
from csws.errors import UsageFault
from csws.model.frozen import frozen
from csws.model.names import normal_name
from csws.render import LANGUAGES

Command = Callable[..., Any]
Decorator = Callable[[Command], Command]
Values = dict[str, Any]  # the options of a command, by name
Build = Callable[[Values], None]
FILE = click.Path(dir_okay=False, path_type=Path)
READ = click.Path(path_type=Path)  # reading it says what is wrong with it, whatever it is
PLAN_FILE = READ


def as_record(name: str, kind: type, *options: Decorator) -> Decorator:
    """Adds the options, and passes their values to the command as one `kind` called `name`, a
    dataclass with the same names."""

    def build(values: Values) -> None:
        values[name] = kind(**{field.name: values.pop(field.name) for field in fields(kind)})

    return lambda command: with_options(*options)(building(command, build))


def building(command: Command, build: Build) -> Command:
    """The command with its records built in one place. A record may contain other records, which
    are added later and built first."""
    builds: list[Build] | None = getattr(command, "builds", None)
    if builds is not None:
        builds.append(build)
        return command

    @wraps(command)
    def with_records(*arguments: Any, **values: Any) -> Any:
        for each in reversed(own):
            each(values)
        return command(*arguments, **values)

    own = [build]
    with_records.builds = own  # type: ignore[attr-defined]
    return with_records


def with_options(*options: Decorator) -> Decorator:
    """Several decorators as one; `--help` lists their options in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class FormatOption(click.Option):
    """`--format`. `empty` creates the JSON document for the case that the command fails."""

    def __init__(self, *declarations: Any, empty: Empty, **attributes: Any) -> None:
        super().__init__(*declarations, **attributes)
        self.empty = empty


def format_option(names: Iterable[str], empty: Empty) -> Decorator:
    return click.option(
        "--format",
        "form",
        cls=FormatOption,
        empty=empty,
        type=click.Choice(list(names)),
        default="text",
        show_default=True,
        help="Output format.",
    )


def people_option(command: Command) -> Command:
    return click.option(
        "--people",
        "detail",
        type=click.Choice(["none", "ids", "emails"]),
        default="ids",
        show_default=True,
        help="How much personal data to keep of the people in a catalogue.",
    )(command)


def length_option(command: Command) -> Command:
    """The maximum length of a comment; only the format `markdown` uses it."""
    return click.option(
        "--max-length",
        type=click.IntRange(4000),
        default=65_536,
        show_default=True,
        metavar="CHARACTERS",
        help="Maximum length of --format markdown.",
    )(command)


def next_option(command: Command) -> Command:
    """What the readers of a plan shall do if it can be applied; only the formats text and markdown use it."""
    return click.option(
        "--next",
        "next_action",
        metavar="TEXT",
        help="What to do next with a plan that can be applied, in your words; an empty text says nothing.",
    )(command)


def language_option(command: Command) -> Command:
    """The language of what people read."""
    return click.option(
        "--language",
        type=click.Choice(list(LANGUAGES)),
        default="en",
        show_default=True,
        envvar="CSWS_LANGUAGE",
        show_envvar=True,
        callback=lambda context, parameter, value: LANGUAGES[value],
        help="The language of plans, results, runbooks, worksheets and questions.",
    )(command)


def moved_option(name: str, instead: str) -> Decorator:
    """A removed option: using it fails with the name of the command that replaced it."""

    def refuse(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if value is not None:
            message = f"`{context.command_path} {name}` is now a command of its own."
            raise UsageFault(message, hint=f"Run `{instead}`.")

    gone: dict[str, Any] = {"is_flag": False, "flag_value": "", "hidden": True, "expose_value": False}
    return click.option(name, callback=refuse, **gone)


def who_option(*names: str, **more: Any) -> Command:
    """An option that names a person. It is kept as other names are, and a blank one counts as none."""
    return click.option(*names, callback=lambda _context, _parameter, text: normal_name(text or "") or None, **more)


@frozen
class FleetRequest:
    """How a run handles many accounts."""

    jobs: int | None
    executor: str


fleet_options = as_record(
    "fleet",
    FleetRequest,
    click.option(
        "--jobs",
        type=click.IntRange(1),
        envvar="CSWS_JOBS",
        metavar="N",
        help="Accounts processed in parallel (default: 1; from 40 accounts on, one per CPU).",
    ),
    click.option(
        "--executor",
        default="processes",
        show_default=True,
        envvar="CSWS_EXECUTOR",
        metavar="WHERE",
        help="Where to do the work: processes, or dask:tcp://HOST:8786.",
    ),
)


def lock_option(command: Command) -> Command:
    """How long a writer or recorder waits for the lock."""
    return click.option(
        "--lock-timeout",
        type=click.FloatRange(0),
        default=30,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for another run to end.",
    )(command)
