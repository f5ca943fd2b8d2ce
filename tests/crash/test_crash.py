"""The crash matrix: every plan of the corpus, every step, every point; killed for real, resumed, and nothing doubled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.corpus import CORPUS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("case", list(CORPUS))
def test_killed_anywhere_and_resumed_the_end_is_as_desired(case):
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.crash.runs", case]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("good")] == [], done.stderr
    assert done.returncode == 0, done.stderr
    assert len(lines) >= 20
