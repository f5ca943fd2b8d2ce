"""Progress, of a run over many accounts or of reading one: one line on a terminal's stderr, and
nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from csws.cli.options import FleetRequest
from csws.cli.session import Session
from csws.render.style import shown
from csws.workflow.run.fleet import Fleet

BETWEEN = 0.1  # seconds between two updates
FIRST = 0.5  # seconds before the line appears


@dataclass(slots=True)
class _Line:
    """The line that replaces itself, and is removed at the end."""

    began: float
    last: float = 0.0

    def tell(self, done: int, whole: int, account: str) -> None:
        now = time.monotonic()
        if done == whole and self.last:
            sys.stderr.write("\r\x1b[K")
        elif done < whole and now - self.began > FIRST and now - self.last > BETWEEN:
            self.last = now
            import shutil

            text = f"{done:,} of {whole:,} accounts: {shown(account)}"
            sys.stderr.write(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}")
        sys.stderr.flush()


def fleet_of(session: Session, asked: FleetRequest) -> Fleet:
    """How the run handles its accounts, with a progress line if somebody can see it."""
    if session.quiet or not sys.stderr.isatty():
        return Fleet(jobs=asked.jobs, executor=asked.executor)
    return Fleet(jobs=asked.jobs, executor=asked.executor, tell=_Line(time.monotonic()).tell)


def reading_of(session: Session) -> Callable[[str, int, int], None]:
    """Reports how much of an account was read, if somebody can see it."""

    def tell(account: str, done: int, whole: int) -> None:
        if sys.stderr.isatty() and not session.quiet:
            end = "\n" if done == whole else ""
            sys.stderr.write(f"\r{account}: read {done} of {whole} objects{end}")
            sys.stderr.flush()

    return tell
