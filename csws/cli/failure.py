"""Failures → their messages and the exit code. With `--format json` the document on stdout contains
them too."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextlib import suppress
from typing import Any

import click

from csws.cli.empty import empty_of_none
from csws.cli.options import FormatOption
from csws.cli.saying import say_failure
from csws.errors import Bug, CswsError, UsageFault
from csws.render.json_text import json_text


def report_failure(error: Exception, arguments: list[str], command: click.Command | None) -> int:
    """Reports the failure once on stderr, and in the command's own document on stdout if the format
    is JSON."""
    failure = _as_failure(error)
    say_failure("Error", failure.message, failure.hint)
    if failure.exit_code == 70 and os.environ.get("CSWS_DEBUG"):
        traceback.print_exception(error)
    if _wants_json(arguments):
        with suppress(OSError):  # what cannot be written is what has failed
            sys.stdout.write(json_text(_document(failure, arguments, command)))
            sys.stdout.flush()
    return failure.exit_code


def _as_failure(error: Exception) -> CswsError:
    if isinstance(error, CswsError):
        return error
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        group: Any = error.ctx.command if error.ctx else None
        command = error.ctx.command_path if error.ctx else "csws"
        names = ", ".join(group.list_commands(error.ctx)) if group else ""
        return UsageFault(
            f"Missing subcommand of `{command}`.", hint=f"Choose one of: {names}. `{command} --help` shows details."
        )
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "csws"
        return UsageFault(error.format_message(), hint=f"`{command} --help` shows its arguments and options.")
    if isinstance(error, click.ClickException):
        return CswsError(error.format_message())
    if isinstance(error, OSError) and error.errno == errno.ENOSPC and not error.filename:
        return CswsError(
            "The disk is full, so the output cannot be written.", hint="Free some disk space.", code="disk_full"
        )
    if isinstance(error, OSError) and error.filename:
        return CswsError(
            f"`{error.filename}` cannot be used: {error.strerror}.",
            hint="Check the path, its permissions and the free space.",
            code="file",
        )
    return Bug.of(error)


def _wants_json(arguments: list[str]) -> bool:
    pairs = zip(arguments, [*arguments[1:], ""], strict=False)
    return any(word == "--format=json" or (word == "--format" and following == "json") for word, following in pairs)


def _document(failure: CswsError, arguments: list[str], command: click.Command | None) -> dict[str, Any]:
    """The document of the command that failed, empty except for the error."""
    parameters = command.params if command is not None else ()
    empty = next((item.empty for item in parameters if isinstance(item, FormatOption)), None)
    return empty(failure, arguments) if empty is not None else empty_of_none(failure)
