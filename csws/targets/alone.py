"""A file that one process holds at a time, with a lock of SQLite. The system frees it even if the process is killed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def held_alone(file: Path) -> Iterator[bool]:
    """Whether this process holds the file until the end of the block; False where another one does. Raises OSError
    where there cannot be such a file."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(os.fspath(file), timeout=0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise OSError(str(error)) from error
            yield False
            return
        yield True
