"""Deaths while a line of a record is written: in the middle of it, before it is on disk, and right
after."""

from __future__ import annotations

from typing import Any

from csws.targets.record import appending
from tests.crash.place import die

KILLS = ("kill-in-line", "kill-before-flush", "kill-after-flush")


def arrange(name: str, at: str) -> None:
    """The process dies at the line that it writes as its `at`th."""
    write, flush = appending._write, appending._flush
    written = 0

    def writing(handle: int, keep: int, addition: bytes) -> None:
        nonlocal written
        written += 1
        if name == "kill-in-line" and str(written) == at:
            write(handle, keep, addition[: len(addition) // 2])
            die()
        write(handle, keep, addition)
        if name == "kill-before-flush" and str(written) == at:
            die()

    def flushing(handle: int, *rest: Any) -> None:
        flush(handle, *rest)
        if name == "kill-after-flush" and str(written) == at:
            die()

    appending._write, appending._flush = writing, flushing
