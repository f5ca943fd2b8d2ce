"""What a command says on stderr besides its result: in lines of the terminal's width, if it is one.
What a log or a program reads stays in whole lines."""

from __future__ import annotations

import os
import sys

import click

from csws.render.style import shown

_ENDLESS = 1_000_000  # columns of a log


def say_failure(whose: str, message: str, hint: str | None) -> None:
    """A failure, and below it what to do next."""
    say(f"{whose}: {shown(message)}")
    if hint:
        say(f"→ {shown(hint)}")


def say(text: str) -> None:
    click.echo("\n".join(_lines(text)), err=True)


def _lines(text: str) -> list[str]:
    if not sys.stderr.isatty():
        return [text]
    from csws.render.width import wrapped  # only a terminal needs it

    width = stderr_columns()
    return [line for each in text.split("\n") for line in wrapped(each, width, "", "  ")]


def stderr_columns() -> int:
    return (os.get_terminal_size(sys.stderr.fileno()).columns or 80) if sys.stderr.isatty() else _ENDLESS
