"""Whole processes, timed: the median of several runs, and the most memory that any of them took."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds (median) and megabytes (most)."""

    seconds: float
    megabytes: float


def timed(
    words: list[str],
    folder: Path,
    runs: int,
    *,
    before: Callable[[], None] | None = None,
    codes: tuple[int, ...] = (0,),
) -> Timed:
    """Runs a command several times; `before` puts things as they have to be. Raises RuntimeError for another exit code."""
    seconds, most = [], 0.0
    for _ in range(runs):
        if before is not None:
            before()
        began = time.perf_counter()
        process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - began)
        process.returncode = os.waitstatus_to_exitcode(status)
        most = max(most, used.ru_maxrss / 1024)
        if process.returncode not in codes:
            raise RuntimeError(f"{words} exited {process.returncode}: {said.decode()[-500:]}")
    return Timed(statistics.median(seconds), most)
