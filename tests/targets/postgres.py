"""A PostgreSQL server for the tests, started as the docs say: a cluster in a folder, removed after
the tests."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.memory import MEMORY
from tests.tools import lacking

SHORT = MEMORY or "/tmp"
SCRIPT = Path(__file__).parents[2] / "scripts/postgres.sh"


@contextmanager
def server() -> Iterator[str]:
    """The address of a database, as written in `target:`."""
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and not shutil.which("initdb"):
        lacking("PostgreSQL", "install Debian's package postgresql")
    # The path of a socket must be short, and the server's user must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="csws-pg-", dir=SHORT))
    try:
        done = subprocess.run([SCRIPT, "start", folder], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        yield done.stdout.strip()
    finally:
        subprocess.run([SCRIPT, "stop", folder], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
