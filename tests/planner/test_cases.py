"""Kept cases: each plan is lawful at every step, ends as desired, and is as long as the first line
of the case says."""

from __future__ import annotations

import re

import pytest

from csws.state.laws import breaches
from csws.verifier import verify
from tests.planner.case_file import CASES, case_text, read_case
from tests.properties.test_planning import plan, ran

PATHS = sorted(CASES.glob("*.yaml"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_kept_case_holds(path):
    current, desired = read_case(path)
    wanted, _, steps = plan(current, desired)
    assert verify(steps, current, wanted) == []
    assert not any(breaches(state) for state in ran(current, steps))
    told = re.match(r"# .*: (\d+) steps?, (\d+) transient", path.read_text())
    assert told is None or (len(steps), sum(step.transient for step in steps)) == tuple(map(int, told.groups()))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_case_file_is_read_back_as_it_was_written(path, tmp_path):
    current, desired = read_case(path)
    (tmp_path / "again.yaml").write_text(case_text(current, desired), encoding="utf-8")
    assert read_case(tmp_path / "again.yaml") == (current, desired)
