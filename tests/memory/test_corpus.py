"""With and without memory: the same bytes and the same exit code, over every case of every rule and every example."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.rules.test_cases import BAD, GOOD, make_case

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    ("validate",),
    ("validate", "--strict", "--format", "json"),
    ("plan", "--detailed-exitcode"),
    ("plan", "--format", "json"),
]


def check(memory, project: Path) -> int:
    """How many of the questions were recalled; every answer must be the one that is given without memory."""
    before = memory.recalls
    for question in QUESTIONS:
        wanted = memory.without(project, *question)
        for _ in range(3):
            assert memory.ask(project, *question) == wanted, question
    return memory.recalls - before


@pytest.mark.parametrize(("code", "case"), [*BAD, *GOOD], ids=lambda value: value if isinstance(value, str) else "")
def test_every_case_is_told_alike(tmp_path, memory, code, case):
    check(memory, make_case(tmp_path, case["edits"]))


@pytest.mark.parametrize("name", ["walkthrough", "enterprise", "agency"])
def test_every_example_is_told_alike_and_recalled(tmp_path, memory, name):
    project = tmp_path / name
    shutil.copytree(ROOT / "examples" / name, project, ignore=shutil.ignore_patterns(".csws"))
    assert check(memory, project) == 2 * len(QUESTIONS)
    assert memory.ask(project, "apply", "--auto-approve").code == 0
    assert check(memory, project) == 2 * len(QUESTIONS) + 2  # of the files nothing has moved: both are recalled at once
