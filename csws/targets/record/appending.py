"""Puts bytes at the end of a file: on disk, or not there at all. Knows no record.

A write that was interrupted leaves a torn line, which the next one cuts off.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from csws.errors import AnswerLost, CswsError


def append(path: Path, known: int, keep: int, addition: bytes, shown: str) -> None:
    """Cuts the file after `keep` bytes and adds to it. Raises OSError where nothing was written,
    AnswerLost where that is not known, and CswsError for a file that is not `known` bytes long any
    more."""
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if os.fstat(handle).st_size != known:
            raise changed(shown)
        _write(handle, keep, addition)
        _flush(handle, shown)
        if not os.path.samestat(os.fstat(handle), os.stat(path)):
            raise AnswerLost(f"`{shown}` was replaced while csws was writing to it.", hint=_GIT)
    finally:
        os.close(handle)
    if is_new:
        flush_folder(path.parent)


_GIT = (
    "Do not run git in the project while csws applies or records. Look with `csws history`, then run the command again."
)


def changed(shown: str) -> CswsError:
    return CswsError(
        f"`{shown}` was changed by something else while csws was working, so nothing more was recorded.",
        hint=_GIT,
        code="store",
    )


def _write(handle: int, keep: int, addition: bytes) -> None:
    """All of it, or nothing."""
    try:
        os.ftruncate(handle, keep)
        os.lseek(handle, keep, os.SEEK_SET)
        while addition:
            addition = addition[os.write(handle, addition) :]
    except BaseException:
        with suppress(OSError):  # what stays is a torn line
            os.ftruncate(handle, keep)
        raise


def _flush(handle: int, shown: str) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        message = f"`{shown}` could not be written completely: {error.strerror}."
        raise AnswerLost(message, hint="Check the disk, then run the command again.") from error


def flush_folder(folder: Path) -> None:
    """So that the name of a new file is on disk too, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
