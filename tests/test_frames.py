"""The way from a command to its effect is short, counted in stack frames of csws when it plans and
applies one account."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import csws
from csws.cli.entry import run
from tests.cli.console import csws as console

PACKAGE = str(Path(csws.__file__).parent) + os.sep
MOST = 14
TRIPS = {
    "plan": (["plan"], "planner/order.py", "best_order"),
    "apply": (["apply", "--auto-approve"], "targets/ledger/tables.py", "Ledger.write"),
    "validate": (["validate"], "rules/team_in_one_workspace.py", "check"),
}


def frames_to(arguments: list[str], file: str, function: str) -> list[str]:
    """The csws functions on the stack when the function is called, for the longest path to it."""
    ways: list[list[str]] = []

    def look(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_qualname == function and code.co_filename == PACKAGE + file.replace("/", os.sep):
            way, at = [], frame
            while at is not None:
                if at.f_code.co_filename.startswith(PACKAGE):
                    way.append(at.f_code.co_qualname)
                at = at.f_back
            ways.append(way[::-1])

    sys.setprofile(look)
    try:
        run(arguments)
    finally:
        sys.setprofile(None)
    return max(ways, key=len)


@pytest.mark.no_cover
@pytest.mark.parametrize(("arguments", "file", "function"), TRIPS.values(), ids=TRIPS)
def test_a_command_reaches_its_effect_in_few_frames(tmp_path, monkeypatch, arguments, file, function):
    assert console(tmp_path, "init", "acme").code == 0
    monkeypatch.chdir(tmp_path / "acme")
    monkeypatch.setenv("CI", "true")
    way = frames_to(arguments, file, function)
    assert len(way) <= MOST, way
