"""Writing a file whole or not at all: under the name stands either the old text or the new one, whenever it is looked at."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """The new text on disk first, and only then under the name; the mode of an older file stays. Raises OSError."""
    write_file(path, (text,))


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """The same for a text that comes in pieces."""
    mode = path.stat().st_mode if path.exists() else 0o644
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
