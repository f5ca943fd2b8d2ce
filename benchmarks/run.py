"""Measures csws, Terraform and octoDNS in one run, and writes docs/performance.md. Ratios are the result, not seconds.

    python -m benchmarks.run --sizes 1,100 --runs 3

Peers that are not installed are left out, and the page says so.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fleet import names, overlay, write_csws, write_octodns, write_terraform
from benchmarks.timing import Timed, timed

PAGE = Path(__file__).parents[1] / "docs/performance.md"
Row = dict[str, Timed | None]
CSWS = [sys.executable, "-m", "csws"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1,100", help="accounts, of five workspaces each")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    results = {
        size: {
            "csws": csws(size, given.runs),
            "terraform": terraform(size, given.runs),
            "octodns": octodns(size, given.runs),
        }
        for size in sizes
    }
    with TemporaryDirectory() as scratch:
        bare = timed([sys.executable, "-c", "pass"], Path(scratch), 9)
        helped = timed([*CSWS, "--help"], Path(scratch), 9)
    PAGE.write_text(page(results, bare, helped, given.runs))
    print(PAGE.read_text())


def csws(accounts: int, runs: int) -> Row:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "csws"
        write_csws(folder, accounts)
        store = folder / ".csws"

        def fresh() -> None:
            shutil.rmtree(store, ignore_errors=True)

        row: Row = {"validate": timed([*CSWS, "validate"], folder, runs)}
        row["first plan"] = timed([*CSWS, "plan"], folder, runs)
        row["first apply"] = timed([*CSWS, "apply", "--auto-approve"], folder, runs, before=fresh)
        row["plan, nothing changed"] = timed([*CSWS, "plan"], folder, runs)
        for number, name in list(enumerate(names(accounts)))[::100]:
            (folder / f"overlays/{name}.yaml").write_text(json.dumps(overlay(number, changed=True)))
        row["plan, 1 % changed"] = timed([*CSWS, "plan", "--detailed-exitcode"], folder, runs, codes=(2,))
        return row


def terraform(accounts: int, runs: int) -> Row:
    program = shutil.which("terraform")
    if program is None:
        return {}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "terraform"
        write_terraform(folder, accounts)
        timed([program, "init", "-input=false"], folder, 1)

        def fresh() -> None:
            (folder / "terraform.tfstate").unlink(missing_ok=True)

        return {
            "first plan": timed([program, "plan", "-input=false"], folder, runs),
            "first apply": timed([program, "apply", "-auto-approve", "-input=false"], folder, 1, before=fresh),
            "plan, nothing changed": timed([program, "plan", "-input=false"], folder, runs),
        }


def octodns(accounts: int, runs: int) -> Row:
    program = shutil.which("octodns-sync", path=f"{Path(sys.executable).parent}:/usr/bin:/bin")
    if program is None:
        return {}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "octodns"
        write_octodns(folder, accounts)
        sync = [program, "--config-file=config.yaml"]
        row: Row = {"first plan": timed(sync, folder, runs)}
        row["first apply"] = timed([*sync, "--doit", "--force"], folder, 1)
        row["plan, nothing changed"] = timed(sync, folder, runs)
        return row


def page(results: dict[int, dict[str, Row]], bare: Timed, helped: Timed, runs: int) -> str:
    lines = [
        "# How fast csws is",
        "",
        f"Whole processes, medians of {runs} runs (a peer's apply: one), all in one run on one machine: {platform.machine()},",
        f"Python {platform.python_version()}. Accounts have five workspaces each. `make bench` measures anew and writes this page;",
        "it is never a test. Ratios are the result: seconds are this machine's.",
        "",
        f"`csws --help` takes {helped.seconds / bare.seconds:.1f} times as long as a bare `python -c pass`.",
        "",
        "| accounts | what | csws | memory | Terraform ÷ csws | octoDNS ÷ csws |",
        "|---|---|---|---|---|---|",
    ]
    for size, tools in results.items():
        for what, mine in tools["csws"].items():
            assert mine is not None
            peers = " | ".join(_ratio(tools[peer].get(what), mine) for peer in ("terraform", "octodns"))
            lines.append(f"| {size} | {what} | {mine.seconds:.2f} s | {mine.megabytes:.0f} MB | {peers} |")
    lines += [
        "",
        "An empty cell: the peer has no such act, or was not installed. Terraform runs `terraform_data` resources with the",
    ]
    lines += ["same fields; octoDNS runs YAML to YAML, a name with two records for each workspace.", ""]
    return "\n".join(lines)


def _ratio(peer: Timed | None, mine: Timed) -> str:
    return f"{peer.seconds / mine.seconds:.1f}" if peer else ""


if __name__ == "__main__":
    main()
