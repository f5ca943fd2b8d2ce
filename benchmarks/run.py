"""Measures csws, Terraform and octoDNS in one run, and writes docs/performance.md with its plot and profiles.

    python -m benchmarks.run --sizes 1,100 --runs 3

Peers that are not installed are left out, and so are sizes at which they would take hours (--peers-up-to).
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import re
import sys
from contextlib import redirect_stdout, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fleet import write_csws
from benchmarks.page import DOCS, Results, plot, text
from benchmarks.tools import csws, octodns, start_up, terraform

FEW, SHORT = 10, 15  # so few accounts take so little time that more runs are needed
PROFILED = {"validate": ("validate",), "apply": ("apply", "--auto-approve"), "plan": ("plan",)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1,100", help="accounts, of five workspaces each")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers-up-to", type=int, default=1000)
    given = parser.parse_args()
    start = start_up()
    results: Results = {}
    for size in map(int, given.sizes.split(",")):
        runs = given.runs if size > FEW else SHORT
        results[size] = {"csws": csws(size, runs)}
        if size <= given.peers_up_to:
            results[size] |= {"octodns": octodns(size, runs), "terraform": terraform(size, runs)}
        print(f"{size}: {results[size]}", flush=True)
    (DOCS / "performance.md").write_text(text(results, start, given.runs))
    plot(results, DOCS / "performance.svg")
    profiles(min(1000, max(results)))


def profiles(accounts: int) -> None:
    """Where the time goes, as text: the functions that took most, one process."""
    (DOCS / "profiles").mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "csws"
        write_csws(folder, accounts)
        for name, words in PROFILED.items():
            (DOCS / f"profiles/{name}.txt").write_text(_profile(folder, words))


def _profile(folder: Path, words: tuple[str, ...]) -> str:
    from csws.cli.main import run

    profile, out = cProfile.Profile(), io.StringIO()
    with redirect_stdout(_Nowhere()), suppress(SystemExit):
        profile.runcall(run, ["-C", str(folder), "--quiet", *words, "--jobs", "1"])
    pstats.Stats(profile, stream=out).strip_dirs().sort_stats("tottime").print_stats(30)
    return (
        "\n".join(line.rstrip() for line in re.sub(r"0x[0-9a-f]+", "0x…", out.getvalue()).splitlines()).strip() + "\n"
    )


class _Nowhere(io.StringIO):
    def reconfigure(self, **_: object) -> None:
        """The real stream can be told its encoding; this one has none."""

    def write(self, text: str) -> int:
        return len(text)


if __name__ == "__main__":
    sys.exit(main())
