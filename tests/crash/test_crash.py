"""The crash matrix: every plan of the corpus, every step, every point; really killed, resumed, and
nothing done twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.crash.corpus import CORPUS
from tests.effort import IS_FULL

ROOT = Path(__file__).parents[2]


CASES = [*((case, "sqlite") for case in CORPUS), ("teams swap", "text"), ("key moves", "text")]


@pytest.mark.parametrize(("case", "store"), CASES)
def test_killed_anywhere_and_resumed_the_end_is_as_desired(case, store):
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.crash.runs", case, store]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("good")] == [], done.stderr
    assert done.returncode == 0, done.stderr
    assert len(lines) >= (20 if IS_FULL else 7)


def test_of_32_writers_exactly_one_wins(tmp_path):
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.crash.race", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert sorted(found["codes"]) == [0] + [5] * 31
    assert found["resumed"] == 0
    winner = found["codes"].index(0)
    assert (found["after"], found["waited"] < 5) == (0, True)  # here no lease outlives its owner
    account = csws(tmp_path, "history", "--format", "json").json["accounts"][0]
    numbers = [item["number"] for item in account["revisions"]]
    assert numbers == ([2, 1] if winner != 31 else [1])
    plan = json.loads((tmp_path / f"{winner}.plan").read_text())
    assert (
        account["revisions"][-1]["plan"] == plan["digest"]
        or account["revisions"][-1]["plan"] == plan["accounts"][0]["digest"]
    )


def test_a_narrowed_run_that_was_killed_is_resumed_and_touches_no_other_account(tmp_path):
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.crash.narrowed", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == {"killed": -9, "resumed": {"a1": 0}, "revisions": {"a0": 0, "a1": 1, "a2": 0}}


@pytest.mark.parametrize(("store", "deaths"), [("sqlite", 18), ("text", 22)])
def test_an_adoption_that_was_killed_anywhere_is_ended_by_the_same_command(store, deaths):
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.crash.adoptions", store]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("good")] == [], done.stderr
    assert done.returncode == 0, done.stderr
    assert len(lines) == deaths
