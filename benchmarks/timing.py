"""Times whole processes: the median of several runs, and the peak memory of one run with all its
processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BETWEEN = 0.05  # seconds between two measurements of memory


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds (median) and megabytes (peak; None if not measured)."""

    seconds: float
    megabytes: float | None = None


def timed(
    words: list[str],
    folder: Path,
    runs: int,
    *,
    before: Callable[[], None] | None = None,
    codes: tuple[int, ...] = (0,),
    memory: bool = False,
    once: bool = False,
) -> Timed:
    """Runs a command several times after a warm-up, or only `once`; `before` prepares each run. A
    separate run, which is not timed, measures memory. Raises RuntimeError for another exit code."""
    environment = {name: value for name, value in os.environ.items() if name not in _ASIDE}
    seconds = [_run(words, folder, before, codes, environment, None)[0] for _ in range(1 if once else runs + 1)]
    most = _run(words, folder, before, codes, environment, megabytes)[1] if memory else None
    return Timed(statistics.median(seconds[1:] or seconds), most)


# Set where csws is developed, not where it is used. The second one makes every start compile every
# module.
_ASIDE = frozenset({"CI", "PYTHONDONTWRITEBYTECODE"})


def _run(
    words: list[str],
    folder: Path,
    before: Callable[[], None] | None,
    codes: tuple[int, ...],
    environment: dict[str, str],
    look: Callable[[int], float] | None,
) -> tuple[float, float]:
    if before is not None:
        before()
    said, most = folder / ".stderr", 0.0
    began = time.perf_counter()
    with said.open("wb") as stderr:
        process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=stderr, env=environment)
        while look is not None and process.poll() is None:
            most = max(most, look(process.pid))
            time.sleep(BETWEEN)
        process.wait()
    seconds = time.perf_counter() - began
    if process.returncode not in codes:
        raise RuntimeError(f"{words} exited {process.returncode}: {said.read_text(encoding='utf-8')[-500:]}")
    return seconds, most


def megabytes(pid: int) -> float:
    """The memory of a process and its children; shared memory is divided among them (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:  # it has just ended
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
    return own + sum(megabytes(int(child)) for child in children)
