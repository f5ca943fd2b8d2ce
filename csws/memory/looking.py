"""Whether what an answer was made from would be found the same now: every file, include, and embedded account."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG

from csws.load.bounds import MAX_BYTES, Bounds, matches
from csws.model.sources import Sources, fingerprint_of

_UNDER_WAY = ("-journal", "-wal", "-shm")  # what SQLite keeps beside a database that is not at rest


class Unsure(Exception):
    """It cannot be told."""


def is_as_found(sources: Sources) -> bool:
    """Looks at everything again. Whatever cannot be looked at is not as it was."""
    root = Path(sources.root)
    bounds = Bounds(root)
    try:
        return (
            all(fingerprint_of_file(os.path.join(root, name)) == found for name, found in sources.files.items())
            and all(bounds.hold(name) == found for name, found in sources.inside.items())
            and all(matches(root, pattern) == found for pattern, found in sources.matches.items())
            and all(at_rest(os.path.join(root, name)) == found for name, found in sources.stores.items())
        )
    except (Unsure, OSError, ValueError):
        return False


def fingerprint_of_file(path: str) -> str:
    """Raises Unsure where it cannot be told; OSError."""
    return fingerprint_of(read_whole(path)[0])


def at_rest(path: str, fingerprint: Callable[[str], str] = fingerprint_of_file) -> str:
    """The fingerprint of a database's file, "absent" where there is none. Raises Unsure where it cannot be told, as while a
    transaction is under way; OSError."""
    real = os.path.realpath(path)
    if any(_is_there(real + ending) for ending in _UNDER_WAY):
        raise Unsure
    return fingerprint(real) if _is_there(real) else "absent"


def _is_there(path: str) -> bool:
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    return True


def read_whole(path: str) -> tuple[bytes, os.stat_result]:
    """A whole file, and what it was when it was opened; a pipe is not waited for. Raises Unsure, OSError."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        about = os.fstat(handle)
        data = os.read(handle, about.st_size + 1) if S_ISREG(about.st_mode) and about.st_size <= MAX_BYTES else None
    finally:
        os.close(handle)
    if data is None or len(data) != about.st_size:  # of another kind, or just being written
        raise Unsure
    return data, about
