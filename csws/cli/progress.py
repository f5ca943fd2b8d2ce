"""Progress, of a run over many accounts or of reading one or its records: one line on a terminal's stderr, and
nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from csws.cli.options import FleetRequest
from csws.cli.session import Session
from csws.model.frozen import mutable
from csws.render.style import shown
from csws.workflow.run.fleet import Fleet

if TYPE_CHECKING:
    from csws.render.words import Words

BETWEEN = 0.1  # seconds between two updates
FIRST = 0.5  # seconds before the line appears


@mutable
class _Line:
    """The line that replaces itself, and is removed at the end."""

    began: float
    last: float = 0.0

    def tell(self, done: int, whole: int, account: str) -> None:
        """Of accounts; the line is removed after the last one."""
        if done == whole:
            self.clear()
        else:
            self.show(f"{done:,} of {whole:,} accounts: {shown(account)}")

    def show(self, text: str) -> None:
        now = time.monotonic()
        if now - self.began > FIRST and now - self.last > BETWEEN:
            self.last = now
            import shutil

            sys.stderr.write(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self.last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def fleet_of(session: Session, asked: FleetRequest) -> Fleet:
    """How the run handles its accounts, with a progress line if somebody can see it."""
    if session.quiet or not sys.stderr.isatty():
        return Fleet(jobs=asked.jobs, executor=asked.executor)
    return Fleet(jobs=asked.jobs, executor=asked.executor, tell=_Line(time.monotonic()).tell)


@contextmanager
def pulling_of(session: Session, words: Words) -> Iterator[Callable[[int], None]]:
    """Reports how many records were read so far, if somebody can see it; the line is removed at the end."""
    line = _Line(time.monotonic())
    is_seen = sys.stderr.isatty() and not session.quiet
    try:
        yield lambda number: line.show(words.count("pull.so_far", number).striptags()) if is_seen else None
    finally:
        line.clear()


def reading_of(session: Session) -> Callable[[str, int, int], None]:
    """Reports how much of an account was read, if somebody can see it."""

    def tell(account: str, done: int, whole: int) -> None:
        if sys.stderr.isatty() and not session.quiet:
            end = "\n" if done == whole else ""
            sys.stderr.write(f"\r{account}: read {done} of {whole} objects{end}")
            sys.stderr.flush()

    return tell
