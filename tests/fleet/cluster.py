"""A Dask cluster for tests: a scheduler and workers as processes of this machine, without nannies
that restart them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, workers: int, path: Path | None = None) -> Iterator[Cluster]:
    """The address for `--executor`, and the worker processes; `path` is where these look for csws
    first."""
    # The workers cannot see the project's files, and have no user configuration.
    environment = {**os.environ, "DASK_CONFIG": str(folder)}
    started = [_started(folder, environment, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        address = _address(folder / "scheduler.log", started[0])
        options = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(folder))
        environment |= {"PYTHONPATH": str(path)} if path else {}
        started += [_started(folder, environment, "worker", address, *options) for _ in range(workers)]
        yield Cluster(address=f"dask:{address}", workers=started[1:])
    finally:
        for process in started:
            process.kill()
            process.wait()


def _started(folder: Path, environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    with (folder / f"{words[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words], stdout=log, stderr=log, cwd=folder, env=environment
        )


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        found = [word for word in log.read_text().split() if word.startswith("tcp://")]
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(log.read_text())
