"""Writes a file atomically: at any moment its name refers to either the old text or the new one."""

from __future__ import annotations

import codecs
import errno
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from csws.errors import CswsError

_WAITS = (0.01, 0.05, 0.1, 0.3, 0.5) if os.name == "nt" else ()  # seconds between attempts


def replace_file(path: Path, text: str) -> None:
    """Writes the new text to disk, and then renames it. The mode of an older file stays. Raises
    OSError."""
    write_file(path, (text,))


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """The same for a text in pieces. If the name is a link, writes the file that it leads to."""
    path = path.resolve() if path.is_symlink() else path
    mode = path.stat().st_mode if path.exists() else 0o644
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        _rename(temporary, path)
    except BaseException:
        with suppress(OSError):  # what went wrong before matters more
            os.unlink(temporary)
        raise


def _rename(temporary: str, path: Path) -> None:
    """Windows refuses while another program has the file open, such as a virus scanner that looks
    at what was just written. Such a program soon closes it."""
    for seconds in _WAITS:
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            time.sleep(seconds)
    os.replace(temporary, path)


def write_named(path: Path, pieces: Iterable[str]) -> None:
    """The same for a file named on the command line. A device or a pipe receives the text, and
    stays."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(pieces)
    else:
        write_file(path, pieces)


def rewrite(path: Path, shown: str, text: str, *, before: str) -> None:
    """Replaces the text of a project file, and keeps a byte order mark; a new file gets its folder
    too. Raises CswsError if the file cannot be written, or no longer has the text `before`; `shown`
    is its name in messages."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_bytes() if path.exists() else b""
        if old.removeprefix(codecs.BOM_UTF8) != before.encode():
            message = f"`{shown}` was changed by something else while csws worked on it, so it was not written."
            raise CswsError(message, hint="Run the command again.", code="file")
        if path.exists() and not os.access(path, os.W_OK):  # a rename would bypass the read-only mode
            raise PermissionError(errno.EACCES, "it is read-only")
        mark = codecs.BOM_UTF8.decode() if old.startswith(codecs.BOM_UTF8) else ""
        replace_file(path, mark + text)
    except OSError as error:
        hint = "Check its permissions and the disk."
        raise CswsError(f"`{shown}` cannot be written: {error.strerror}.", hint=hint, code="file") from error
