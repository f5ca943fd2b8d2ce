"""PostgreSQL for the tests, started as the docs say: a cluster in a folder, removed after the tests. Making one takes longer
than most tests, so a process makes one, with a database for each that asks."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg

from tests.memory import MEMORY
from tests.tools import lacking

SHORT = MEMORY or "/tmp"
_NUMBERS = count(1)
SCRIPT = Path(__file__).parents[2] / "scripts/postgres.sh"


@contextmanager
def server() -> Iterator[str]:
    """The address of the database of a server of its own, as written in `target:`."""
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


@contextmanager
def new_database() -> Iterator[str]:
    """The address of an empty database, on the server of this process."""
    address, name = _shared(), f"csws_{next(_NUMBERS)}"
    with psycopg.connect(address, autocommit=True) as sql:
        sql.execute(f"CREATE DATABASE {name}")
    yield address.replace("/postgres?", f"/{name}?")


@cache
def _shared() -> str:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(server())
