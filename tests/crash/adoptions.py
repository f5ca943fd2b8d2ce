"""Interrupts an adoption at every point where it writes: each run is a process of its own that is
really killed. Then the same command again has to reach the same end.

`python -m tests.crash.adoptions STORE` prints one line for each interruption, and exits 1 if a
result is wrong.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from csws.load import atomic_write
from csws.targets.ledger import lease, tables
from csws.targets.ledger.writing import LedgerRecorder
from tests.cli.console import csws
from tests.cli.test_adopt import HEAD, INCLUDE, SHEET
from tests.crash import lines
from tests.crash.place import die
from tests.crash.race import code
from tests.crash.runs import STORES

RECORD = ("before the record", "after the record")
IN_RECORD = {"sqlite": ("in the revision",), "text": lines.KILLS}
FILES = {False: 4, True: 2}  # objects.yaml and one for each workspace; what a known account still lacks
MORE = (
    SHEET.replace("APAC customer success", "APAC")
    + """  nordics:
    name: Nordics
    teams: [Operations]
    customers: {csm_property: hubspot_owner_id}
    services: {show: false}
    revenue: {show: false}
"""
)


def killed(root: Path, fault: str) -> int:
    """Adopts the sheet in a process that dies at the fault; its exit code, or minus the signal."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        arranged(fault)
        os._exit(csws(root, "adopt", "sheet.yaml").code)
    return code(child)


def arranged(fault: str) -> None:
    name, _, number = fault.rpartition(" ")
    if fault in lines.KILLS:
        lines.arrange(fault, "1")
    elif fault == "before the record":
        LedgerRecorder.adopt = _dying(LedgerRecorder.adopt, first=True)  # type: ignore[method-assign]
    elif fault == "in the revision":
        tables.Ledger.write = _dying(tables.Ledger.write)  # type: ignore[method-assign]
    elif fault == "after the record":
        LedgerRecorder.adopt = _dying(LedgerRecorder.adopt)  # type: ignore[method-assign]
    else:
        os.replace = _dying(os.replace, first=name == "before file", at=int(number))  # type: ignore[assignment]


def _dying(what: Callable[..., Any], *, first: bool = False, at: int = 1) -> Any:
    calls = iter(range(1, at + 1))

    def dead(*arguments: Any, **options: Any) -> Any:
        is_last = next(calls, at) == at
        result = None if first and is_last else what(*arguments, **options)
        if is_last:
            die()
        return result

    return dead


def end(root: Path) -> dict[str, Any]:
    """Everything that an adoption makes. What a killed write leaves has a name that no include
    matches."""
    files = {
        str(path.relative_to(root)): path.read_text() for path in root.rglob("*.yaml") if not path.name.startswith(".")
    }
    history = csws(root, "history", "--format", "json").json["accounts"][0]["revisions"]
    return {
        "files": files,
        "account": csws(root, "export").out,
        "revisions": [(item["number"], item["kind"]) for item in history],
        "plan": csws(root, "plan", "--detailed-exitcode").code,
        "drift": csws(root, "drift", "--detailed-exitcode").code,
    }


def begun(root: Path, store: str, *, known: bool) -> None:
    """A project that declares nothing; `known`: its account was adopted before, in part."""
    assert csws(root, "init").code == 0
    shutil.rmtree(root / "workspaces")
    (root / "csws.yaml").write_text(f"{HEAD}    store: {STORES[store]}\n{INCLUDE}")
    (root / "sheet.yaml").write_text(SHEET)
    if known:
        assert csws(root, "adopt", "sheet.yaml").code == 0
        (root / "workspaces/emea.yaml").unlink()
        (root / "sheet.yaml").write_text(MORE)


def one(start: Path, fault: str, expected: dict[str, Any]) -> str:
    """Empty if the adoption, interrupted once, ends as one that was not."""
    with tempfile.TemporaryDirectory() as folder:
        root = shutil.copytree(start, Path(folder) / "project")
        died = killed(root, fault)
        if died != -9:
            return f"the process was not killed: {died}"
        again = csws(root, "adopt", "sheet.yaml", "--lock-timeout", "15")
        if again.code != 0:
            return f"again: {again}"
        found = end(root)
        return "" if found == expected else f"{found} is not {expected}"


def main(store: str) -> int:
    lease.TERM = 0.5  # so that the lease of a killed run does not delay the next one by ten seconds
    assert atomic_write.os is os
    wrong = False
    for known in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            start = Path(folder) / "acme"  # `init` names the account after it
            start.mkdir()
            begun(start, store, known=known)
            whole = shutil.copytree(start, Path(folder) / "whole")
            assert csws(whole, "adopt", "sheet.yaml").code == 0
            expected = end(whole)
            numbers = range(1, FILES[known] + 1)
            files = [f"{when} file {number}" for number in numbers for when in ("before", "after")]
            for fault in (*RECORD, *IN_RECORD[store], *files):
                found = one(start, fault, expected)
                wrong = wrong or bool(found)
                print(f"{'BAD ' if found else 'good'} {'known' if known else 'new'}: {fault} {found}")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
