"""The `csws` command: global options, commands that are loaded on use, and the one handler of
failures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from csws import __version__
from csws.cli.commands import COMMANDS
from csws.cli.completion import account_names
from csws.cli.invocation import CommandGroup, Invocation
from csws.cli.pipe import nobody_reads, reader_has_gone
from csws.cli.session import Session
from csws.cli.streams import prepare_streams
from csws.errors import ConfigInvalid, UsageFault
from csws.interrupts import came

_MODULES = {"import": "import_"}  # `import` is a keyword of Python


class _Commands(CommandGroup):
    """Commands from the table: `--help` lists them all without importing any."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = _MODULES.get(name, name)
        command: click.Command = import_module(f"csws.cli.commands.{module}").command
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from csws.model.suggestion import closest

            meant = closest(args[0], COMMANDS)
            hint = f"Did you mean `{meant}`?" if meant else "`csws --help` lists the commands."
            raise UsageFault(f"Unknown command `{args[0]}`.", hint=hint)
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "directory", metavar="DIR", default=".", help="Run in this folder: every path is relative to it.")
@click.option(
    "--account",
    "accounts",
    metavar="NAME",
    multiple=True,
    shell_complete=account_names,
    help="Only this account (globs allowed; may be repeated).",
)
@click.option("--no-color", is_flag=True, help="No color. NO_COLOR and TERM=dumb do the same.")
@click.option("--quiet", is_flag=True, help="Write only errors to stderr.")
@click.version_option(__version__, prog_name="csws", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, directory: str, accounts: tuple[str, ...], no_color: bool, quiet: bool) -> None:
    """Customer success workspaces as code: HubSpot's workspace settings in YAML, checked, planned and applied.

    Exit codes: 0 done, 1 failure, 2 changes are pending (--detailed-exitcode), 3 invalid configuration, 4 refused by a
    guard, 5 stale plan, 6 stopped part-way, 7 not permitted, 8 locked, 64 usage, 70 a bug, 130 interrupted.
    """
    if directory != ".":
        context.with_resource(_working_in(directory))
    context.obj.session = Session(root=Path(), accounts=list(accounts) or None, no_color=no_color, quiet=quiet)


@contextmanager
def _working_in(directory: str) -> Iterator[None]:
    """Changes to this folder. Raises ConfigInvalid if that fails, because then it contains no
    project."""
    try:
        before = os.getcwd()
    except OSError:  # it was deleted
        before = None
    try:
        os.chdir(directory)
    except OSError as error:
        hint = "Give the folder that contains csws.yaml; `csws init DIR` creates one."
        reason = error.strerror or str(error)
        raise ConfigInvalid(f"Cannot change to the folder `{directory}`: {reason}.", hint=hint) from error
    try:
        yield
    finally:
        if before is not None:
            os.chdir(before)


def run(arguments: list[str]) -> int:
    """Runs a command and returns its exit code. Reports every failure once, without a traceback.
    Raises KeyboardInterrupt if a person interrupted it."""
    prepare_streams()
    if not arguments:
        run(["--help"])
        return UsageFault.exit_code
    call = Invocation()
    try:
        result: Any = cli.main(args=arguments, prog_name="csws", standalone_mode=False, obj=call)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if reader_has_gone(error):
            return nobody_reads()
        if came():  # in any form
            raise KeyboardInterrupt from error
        from csws.cli.failure import report_failure

        return report_failure(error, arguments, _command_named(call.command, error, arguments))


def _command_named(parsed: click.Command | None, error: Exception, arguments: list[str]) -> click.Command | None:
    """The innermost command that the words name: those that follow the one that was `parsed`, or all of them if not even the
    global options could be."""
    if parsed is None and not isinstance(error, click.UsageError):
        return None
    command = parsed or cli
    for word in arguments:
        inner = command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
        command = inner or command
    return command
