"""The machine on which the benchmark runs, and the versions of the tools."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

_CPUS = Path("/proc/cpuinfo")
_GIGABYTE = 2**30


def machine() -> str:
    """Processors, memory, system and Python, as one phrase."""
    lines = _CPUS.read_text(encoding="utf-8").splitlines() if _CPUS.exists() else []
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIGABYTE
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} processors {model} ({platform.machine()}), {memory:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def versions(programs: Path) -> str:
    """The tools with their versions; `programs` is the folder in which csws and octoDNS are
    installed."""
    asked = [
        [os.fspath(programs / "csws"), "--version"],
        ["terraform", "version"],
        [os.fspath(programs / "octodns-sync"), "--version"],
    ]
    return ", ".join(_said(words) for words in asked if shutil.which(words[0]))


def _said(words: list[str]) -> str:
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.splitlines()[0]
