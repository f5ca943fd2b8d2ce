"""The commands that are timed: of csws, Terraform and octoDNS, all on the same accounts."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fleet import names, overlay, write_csws, write_octodns, write_terraform
from benchmarks.timing import Timed, timed

Row = dict[str, Timed]
VALIDATE, FIRST_PLAN, FIRST_APPLY, NO_CHANGE, SOME = (
    "validate",
    "first plan",
    "first apply",
    "plan, nothing changed",
    "plan, 1 % changed",
)


def csws(programs: Path, accounts: int, runs: int) -> Row:
    """`programs` is the folder in which csws and octoDNS are installed."""
    program = os.fspath(programs / "csws")
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "csws"
        write_csws(folder, accounts)

        def fresh() -> None:
            shutil.rmtree(folder / ".csws", ignore_errors=True)

        row = {VALIDATE: timed([program, "validate"], folder, runs, memory=True)}
        row[FIRST_PLAN] = timed([program, "plan"], folder, runs, memory=True)
        apply = [program, "apply", "--auto-approve"]
        row[FIRST_APPLY] = timed(apply, folder, runs, before=fresh, memory=True)
        row[NO_CHANGE] = timed([program, "plan"], folder, runs, memory=True)
        for number, name in list(enumerate(names(accounts)))[::100]:
            (folder / f"overlays/{name}.yaml").write_text(
                json.dumps(overlay(number, changed=True)), encoding="utf-8", newline="\n"
            )
        row[SOME] = timed([program, "plan", "--detailed-exitcode"], folder, runs, codes=(2,), memory=True)
        return row


def terraform(accounts: int, runs: int) -> Row:
    """Empty if Terraform is not installed."""
    program = shutil.which("terraform")
    if program is None:
        return {}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "terraform"
        write_terraform(folder, accounts)
        timed([program, "init", "-input=false"], folder, 1, once=True)
        row = {FIRST_PLAN: timed([program, "plan", "-input=false"], folder, runs)}
        row[FIRST_APPLY] = timed([program, "apply", "-auto-approve", "-input=false"], folder, 1, once=True)
        row[NO_CHANGE] = timed([program, "plan", "-input=false"], folder, runs)
        return row


def octodns(programs: Path, accounts: int, runs: int) -> Row:
    """Empty if octoDNS is not installed."""
    program = programs / "octodns-sync"
    if not program.exists():
        return {}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "octodns"
        write_octodns(folder, accounts)
        sync = [str(program), "--config-file=config.yaml"]
        row = {FIRST_PLAN: timed(sync, folder, runs)}
        row[FIRST_APPLY] = timed([*sync, "--doit", "--force"], folder, 1, once=True)
        row[NO_CHANGE] = timed(sync, folder, runs)
        return row


def start_up(programs: Path) -> Row:
    """Starts a bare Python, and `csws --help`."""
    with TemporaryDirectory() as scratch:
        bare = timed([os.fspath(programs / "python"), "-c", "pass"], Path(scratch), 15)
        return {"bare": bare, "--help": timed([os.fspath(programs / "csws"), "--help"], Path(scratch), 15)}
