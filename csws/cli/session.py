"""One run of the command line: folder, accounts, and how to print. Commands print through it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from csws.cli.pipe import nobody_reads, reader_has_gone
from csws.model.frozen import frozen
from csws.render.style import Style


@frozen(kw_only=False)
class Session:
    """`accounts` are the globs of `--account`; None means every account."""

    root: Path
    accounts: list[str] | None
    no_color: bool
    quiet: bool

    def style(self, *, strict: bool = False, limit: int = 65_536, language: str = "en") -> Style:
        from csws.workflow.repository import folder_in_repository

        width = _columns() if sys.stdout.isatty() else 80
        folder = folder_in_repository(self.root)
        return Style(
            color=_wants_color(self.no_color), strict=strict, folder=folder, width=width, limit=limit, language=language
        )

    def out(self, *pieces: str) -> None:
        """Prints a result on stdout, exactly as it is."""
        self.write(pieces)

    def write(self, pieces: Iterable[str]) -> None:
        """Prints a long result, piece by piece."""
        try:
            for piece in pieces:
                sys.stdout.write(piece)
            sys.stdout.flush()
        except OSError as error:
            if reader_has_gone(error):
                raise click.exceptions.Exit(nobody_reads()) from error
            raise

    def note(self, text: str) -> None:
        """Prints anything that is not the result, on stderr."""
        if not self.quiet:
            click.echo(text, err=True)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @property
    def can_ask(self) -> bool:
        """Whether csws can ask (SPEC §2): a terminal for input and output, and no CI."""
        return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def _columns() -> int:
    import shutil  # output to a file does not need it

    return shutil.get_terminal_size().columns


def _wants_color(no_color: bool) -> bool:
    switched_off = no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not switched_off
