"""What one run of the command line knows: folder, accounts, how to speak. Commands print through it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csws.render.style import Style

if TYPE_CHECKING:
    from csws.memory.recall import Asked
    from csws.model.sources import Sources


@dataclass(frozen=True, slots=True)
class Session:
    """`accounts` are the globs of `--account`; None means every account. `asked` is what was asked, where the answer may be
    kept."""

    root: Path
    accounts: list[str] | None
    no_color: bool
    quiet: bool
    asked: Asked | None = None

    def style(self, *, strict: bool = False, limit: int = 65_536, language: str = "en") -> Style:
        from csws.workflow.repository import folder_in_repository

        width = _columns() if sys.stdout.isatty() else 80
        folder = folder_in_repository(self.root)
        return Style(
            color=_wants_color(self.no_color), strict=strict, folder=folder, width=width, limit=limit, language=language
        )

    def out(self, *pieces: str) -> None:
        """A result, on stdout, exactly as it is."""
        self.write(pieces)

    def write(self, pieces: Iterable[str]) -> None:
        """A long result, piece by piece."""
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()

    def answer(self, pieces: Iterable[str], code: int, sources: Sources | None) -> int:
        """A long result, which is kept where everything that it was made from is known; the exit code."""
        from csws.memory.recall import is_worth_keeping, keep

        if self.asked is None or sources is None or not is_worth_keeping(sources):
            self.write(pieces)
            return code
        text = "".join(pieces)
        self.write((text,))
        keep(self.asked, sources, text, code)
        return code

    def note(self, text: str) -> None:
        """Anything that is not the result, on stderr."""
        if not self.quiet:
            click.echo(text, err=True)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to ask (SPEC §2): a terminal at both ends, and no CI."""
        return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def _columns() -> int:
    import shutil  # whoever writes to a file does not wait for it

    return shutil.get_terminal_size().columns


def _wants_color(no_color: bool) -> bool:
    switched_off = no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not switched_off


def session_of(context: click.Context) -> Session:
    found: Any = context.find_object(Session)
    assert isinstance(found, Session)
    return found
