"""Times a score of 20 rules over records with 30 columns, and writes docs/performance-scores.md.

    python -m benchmarks.scores.run --sizes 10000,100000,1000000 --python PYTHON

PYTHON has csws, pandas, polars and duckdb. All results are compared: a difference is an error.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.machine import machine
from benchmarks.scores.data import write

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/performance-scores.md"
READER, CSWS = "csv.reader alone", "csws"
TOOLS = {READER: "reader", CSWS: "csws", "pandas": "pandas", "polars": "polars", "DuckDB": "duckdb"}
MOST, MEGABYTES, FASTER_UP_TO = 3.5, 40, 100_000  # the targets


class Measured(NamedTuple):
    """Seconds of the processor and of the clock (medians), and the peak of memory in megabytes."""

    cpu: float
    clock: float
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    results: dict[int, dict[str, Measured]] = {}
    for size in map(int, given.sizes.split(",")):
        with TemporaryDirectory() as scratch:
            path = Path(scratch) / "companies.csv"
            write(path, size)
            results[size] = _all(given.python, path, given.runs)
        print(size, results[size], flush=True)
    PAGE.write_text(text(results, given.runs, machine()), encoding="utf-8", newline="\n")


def _all(python: str, path: Path, runs: int) -> dict[str, Measured]:
    """Tools take turns, so that what else the machine does falls on all of them."""
    taken: dict[str, list[Measured]] = {name: [] for name in TOOLS}
    answers: dict[str, object] = {}
    for _ in range(runs):
        for name, module in TOOLS.items():
            answer, measured = _run([python, "-m", f"benchmarks.scores.with_{module}", os.fspath(path)])
            taken[name].append(measured)
            answers[name] = answer
    if any(answer != answers[CSWS] for name, answer in answers.items() if name != READER):
        raise RuntimeError(f"the results differ: {answers}")
    return {name: Measured(*map(statistics.median, zip(*found, strict=True))) for name, found in taken.items()}


def _run(words: list[str]) -> tuple[object, Measured]:
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    if status:
        raise RuntimeError(f"{words} failed")
    return json.loads(said), Measured(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def text(results: dict[int, dict[str, Measured]], runs: int, where: str) -> str:
    """The page."""
    return "\n".join(
        [
            "# How fast a score is tried",
            "",
            "A score of 20 rules over made-up companies with 30 columns, as whole processes, each the median",
            f"of {runs} runs, on one machine: {where}.",
            "All tools give the same totals, or there is no page. `make bench` repeats the measurements; they",
            "are not part of the tests. csws is measured without its command line: its own rooms, started",
            "from a script.",
            "",
            "| target | measured | |",
            "|---|---|---|",
            *(
                f"| {target} | {found} | {'met' if met else '**not met**'} |"
                for target, found, met in verdicts(results)
            ),
            "",
            "| records | tool | processor, s | clock, s | memory, MB | ÷ `csv.reader` |",
            "|---|---|---|---|---|---|",
            *(
                f"| {size:,} | {name} | {one.cpu:.2f} | {one.clock:.2f} | {one.megabytes:.0f} | {one.cpu / tools[READER].cpu:.1f} |"
                for size, tools in results.items()
                for name, one in tools.items()
            ),
            "",
        ]
    )


def verdicts(results: dict[int, dict[str, Measured]]) -> list[tuple[str, str, bool]]:
    """The targets, what was measured, and whether they are met."""
    out = []
    for size, tools in results.items():
        csws = tools[CSWS]
        if size <= FASTER_UP_TO:
            best = min((one.clock, name) for name, one in tools.items() if name not in (READER, CSWS))
            found = f"{csws.clock:.2f} s; {best[1]} {best[0]:.2f} s"
            out.append((f"{size:,} records: faster than pandas, polars and DuckDB", found, csws.clock < best[0]))
        else:
            ratio = csws.cpu / tools[READER].cpu
            target = f"{size:,} records: at most {MOST} times the processor time of `csv.reader` alone"
            out.append((target, f"{ratio:.2f} times", ratio <= MOST))
        if size >= FASTER_UP_TO:
            met = csws.megabytes <= MEGABYTES
            out.append((f"{size:,} records: at most {MEGABYTES} MB", f"{csws.megabytes:.0f} MB", met))
    return out


if __name__ == "__main__":
    main()
