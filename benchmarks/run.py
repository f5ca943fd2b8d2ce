"""Measures csws, Terraform and octoDNS in one run, and writes docs/performance.md with its plot and profiles.

    python -m benchmarks.run --sizes 1,100 --runs 3

Skips tools that are not installed, and sizes at which they would take hours (--peers-up-to).
"""

from __future__ import annotations

import argparse
import io
import os
import pstats
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fleet import write_csws
from benchmarks.machine import machine, versions
from benchmarks.page import DOCS, Results, plot, text
from benchmarks.timing import timed
from benchmarks.tools import csws, octodns, start_up, terraform
from benchmarks.validating import added_by_a_score

FEW, SHORT = 10, 15  # runs over few accounts are so short that more of them are needed
PROFILED = {"validate": ("validate",), "apply": ("apply", "--auto-approve"), "plan": ("plan",)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1,100", help="numbers of accounts, each with five workspaces")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers-up-to", type=int, default=1000)
    parser.add_argument(
        "--bin", type=Path, default=Path(sys.executable).parent, help="where csws and octoDNS are installed"
    )
    given = parser.parse_args()
    programs: Path = given.bin.absolute()
    start, score = start_up(programs), added_by_a_score(os.fspath(programs / "csws"), 4 * SHORT)
    results: Results = {}
    where, what = machine(), versions(programs)
    for size in map(int, given.sizes.split(",")):
        runs = given.runs if size > FEW else SHORT
        results[size] = {"csws": csws(programs, size, runs)}
        if size <= given.peers_up_to:
            results[size] |= {"octodns": octodns(programs, size, runs), "terraform": terraform(size, runs)}
        print(f"{size}: {results[size]}", flush=True)
        page = text(results, start, score, given.runs, where, what)
        # After each size, so that an interruption loses little.
        (DOCS / "performance.md").write_text(page, encoding="utf-8", newline="\n")
        plot(results, DOCS / "performance.svg")
    profiles(programs, min(1000, max(results)))


def profiles(programs: Path, accounts: int) -> None:
    """Writes the functions that took the most time, in one process, as text."""
    (DOCS / "profiles").mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "csws"
        write_csws(folder, accounts)
        for name, words in PROFILED.items():
            (DOCS / f"profiles/{name}.txt").write_text(
                _profile(programs, folder, words), encoding="utf-8", newline="\n"
            )


def _profile(programs: Path, folder: Path, words: tuple[str, ...]) -> str:
    found, out = folder / ".profile", io.StringIO()
    profiled = [os.fspath(programs / "python"), "-m", "cProfile", "-o", str(found), "-m", "csws", "--quiet", *words]
    timed([*profiled, "--jobs", "1"], folder, 1, once=True)
    pstats.Stats(str(found), stream=out).strip_dirs().sort_stats("tottime").print_stats(30)
    return (
        "\n".join(line.rstrip() for line in re.sub(r"0x[0-9a-f]+", "0x…", out.getvalue()).splitlines()).strip() + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
