"""Times two versions of csws in turns, on the same accounts, and writes their ratios as a page.

    python -m benchmarks.compare --before OLD_VENV/bin --after NEW_VENV/bin --names 0.1 now

Each version applies the accounts to stores of its own. `CSWS_CACHE=off`, for a version that kept
answers between runs: all work is done each time.
"""

from __future__ import annotations

import argparse
import os
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fleet import write_csws
from benchmarks.machine import machine
from benchmarks.page import DOCS
from benchmarks.timing import timed
from benchmarks.tools import NO_CHANGE, terraform

FIRST = (("first plan", ("plan",)), ("first plan as JSON", ("plan", "--format", "json")))
ACTS = (("validate", ("validate",)), ("plan, nothing changed", ("plan",)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True)
    parser.add_argument("--names", nargs=2, required=True, help="what the page calls the two versions")
    parser.add_argument("--sizes", default="1,1000,10000")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    os.environ["CSWS_CACHE"] = "off"
    programs = [os.fspath((folder / "csws").absolute()) for folder in (given.before, given.after)]
    lines: list[str] = []
    ratios: dict[str, float] = {}
    peer = terraform(1, 4 * given.runs).get(NO_CHANGE)
    for size in map(int, given.sizes.split(",")):
        runs = given.runs if size > 1 else 4 * given.runs
        measured = _measured(programs, size, runs)
        lines += [_line(size, *row) for row in measured]
        if size == 1 and peer is not None:
            both = [measured[-1][at] / peer.seconds for at in (1, 2)]
            ratios = dict(zip(given.names, both, strict=True))
        page = _page(given.names, given.runs, lines, ratios)
        (DOCS / "performance-before-and-after.md").write_text(page, encoding="utf-8", newline="\n")  # after each size


def _measured(programs: list[str], size: int, runs: int) -> list[tuple[str, float, float]]:
    """The act, and the median seconds of both versions, which take turns."""
    with TemporaryDirectory() as scratch:
        folders = [Path(scratch) / name for name in ("before", "after")]
        for folder in folders:
            write_csws(folder, size)
        first = [_in_turns(programs, folders, runs, *act) for act in FIRST]
        for program, folder in zip(programs, folders, strict=True):
            timed([program, "--quiet", "apply", "--auto-approve"], folder, 1, once=True)
        return [*first, *(_in_turns(programs, folders, runs, *act) for act in ACTS)]


def _in_turns(
    programs: list[str], folders: list[Path], runs: int, act: str, words: tuple[str, ...]
) -> tuple[str, float, float]:
    seconds: list[list[float]] = [[], []]
    for _ in range(runs + 1):
        for at, (program, folder) in enumerate(zip(programs, folders, strict=True)):
            seconds[at].append(timed([program, *words], folder, 1, once=True).seconds)
    before, after = (statistics.median(mine[1:]) for mine in seconds)  # the first warms up
    return act, before, after


def _line(size: int, act: str, before: float, after: float) -> str:
    return f"| {size:,} | {act} | {before:.2f} s | {after:.2f} s | {after / before:.2f} |"


def _page(names: list[str], runs: int, lines: list[str], ratios: dict[str, float]) -> str:
    """`ratios` are the times of a plan of one account by Terraform's, of each version."""
    head = [
        "# Before and after",
        "",
        f"How long csws takes now, compared with {names[0]}: the median of {runs} runs of a whole process",
        f"({4 * runs} for one account). The two versions took turns on the same accounts, without anything",
        "kept from earlier runs.",
        "",
        f"Machine: {machine()}.",
        "",
        f"| accounts | what | {names[0]} | {names[1]} | ratio |",
        "|---|---|---|---|---|",
    ]
    said = [f"{name}: {ratio:.2f} times" for name, ratio in ratios.items()]
    about = "A plan of one account without changes, compared with Terraform's in the same run:"
    peer = ["", about, "; ".join(said) + "."] if said else []
    text = [
        "",
        "As text, a plan says more than it did: each setting by its label on HubSpot's screen, aligned",
        "under its tab. So a first plan of many accounts, all of which differ, takes longer than before.",
    ]
    return "\n".join([*head, *lines, *text, *peer, "", "`python -m benchmarks.compare` writes this page.", ""])


if __name__ == "__main__":
    main()
