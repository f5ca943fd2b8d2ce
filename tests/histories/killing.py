"""A command that dies in the middle, for real: in a process of its own, at a step, or where a run begins or lands."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from csws.cli.main import run
from csws.targets.ledger import journal, lease, tables
from csws.targets.ledger.writing import LedgerWriter
from tests.cli.console import Result
from tests.crash.place import die
from tests.crash.runs import KILLS, arranged

WHOLE = ("before-begin", "after-begin", "before-commit", "after-commit", "in-revision")
STEPWISE = ("before-begin", *(f"{name}:{step}" for name in KILLS for step in (1, 2, 3)))


def killed(root: Path, *arguments: str, fault: str) -> Result:
    """The code is minus the signal that killed it. A fault that the command does not meet leaves it alone."""
    out = root.parent / "out"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a test's process may have threads
        child = os.fork()
    if child == 0:
        _run(root, arguments, fault, out)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Result(code, out.read_text(), "")


def _run(root: Path, arguments: tuple[str, ...], fault: str, out: Path) -> None:
    code = 70
    try:
        with out.open("w") as told, Path(os.devnull).open("w") as nowhere:
            sys.stdout, sys.stderr = told, nowhere
            lease.TERM = 0.01  # nobody waits for what is dead
            _arrange(fault)
            code = run(["-C", str(root), *arguments])
    finally:
        os._exit(code)


def _arrange(fault: str) -> None:
    if fault == "before-begin":
        journal.begin = _dying(journal.begin, first=True)
    elif fault == "after-begin":
        LedgerWriter.begin = _dying(LedgerWriter.begin)  # type: ignore[method-assign]
    elif fault == "before-commit":
        LedgerWriter.commit = _dying(LedgerWriter.commit, first=True)  # type: ignore[method-assign]
    elif fault == "after-commit":
        LedgerWriter.commit = _dying(LedgerWriter.commit)  # type: ignore[method-assign]
    elif fault == "in-revision":
        tables.Ledger.write = _dying(tables.Ledger.write)  # type: ignore[method-assign]
    else:
        arranged(fault)


def _dying(what: Callable[..., Any], *, first: bool = False) -> Any:
    def dead(*arguments: Any, **options: Any) -> None:
        if not first:
            what(*arguments, **options)
        die()

    return dead
