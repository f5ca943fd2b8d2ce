"""Where tests write: in memory, if this machine has a folder there. A process that is killed loses nothing there that it
would not lose on a disk, and nobody waits for the disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_SHARED = Path("/dev/shm")
_ENOUGH = 2 << 30  # bytes; in a container it may be tiny
MEMORY = str(_SHARED) if _SHARED.is_dir() and shutil.disk_usage(_SHARED).free > _ENOUGH else None


def write_there() -> None:
    """Temporary files of this process and of those that it starts, unless TMPDIR says where."""
    if MEMORY and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = MEMORY
        tempfile.tempdir = None  # to be looked up again
