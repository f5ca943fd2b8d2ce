"""Runs `csws` in this process: exit code, stdout and stderr of one command."""

from __future__ import annotations

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csws.cli.entry import run


class _Stream(io.StringIO):
    def reconfigure(self, **_: object) -> None:
        """The real streams can change their encoding; this one has none."""


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def told(self) -> str:
        """What stdout says, wherever its lines end."""
        return " ".join(self.out.split())


def csws(folder: Path, *arguments: str) -> Result:
    out, err = _Stream(), _Stream()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["-C", str(folder), *arguments])
    for text in (out.getvalue(), err.getvalue()):
        assert (os.environ.get("CSWS_HUBSPOT_TOKEN") or "no token") not in text
    return Result(code, out.getvalue(), err.getvalue())


def beside_runs(account: Any) -> list[Any]:
    """What `history` tells between the revisions, without the begin and the end of runs."""
    return [item for item in account["events"] if "run" not in item]


def unfinished(folder: Path, account: str = "*") -> Any:
    """The unfinished run of the only account that has one."""
    found = csws(folder, "--account", account, "runs", "--format", "json").json["accounts"]
    (run,) = [run for item in found for run in item["runs"]]
    return run


def reported(folder: Path, steps: str, who: str, *more: str, account: str = "*") -> Result:
    """Somebody says that steps of the unfinished run are done."""
    run = unfinished(folder, account)["id"]
    return csws(folder, "apply", "--resume", "--run", run, "--done", steps, "--by", who, *more)
