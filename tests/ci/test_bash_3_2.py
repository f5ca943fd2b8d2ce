"""No shell for pipelines needs more than bash 3.2. The constructs are in bash_3_2.yaml; each pattern is shown to find
its own bad lines, and to leave its good ones."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.ci.files import shell

CONSTRUCTS = yaml.safe_load(Path(__file__).with_name("bash_3_2.yaml").read_text())
LINES = [
    pytest.param(name, line, kind == "bad", id=f"{name}-{line}")
    for name, construct in CONSTRUCTS.items()
    for kind in ("bad", "good")
    for line in construct[kind]
]
SHELL = [pytest.param(part.text, id=part.name) for part in shell()]


def newer_than_3_2(text: str, names: list[str]) -> list[str]:
    """Each use of a construct, by line. Comments are left out; texts in quotes are not."""
    return [
        f"line {number}: {name} (bash {CONSTRUCTS[name]['since']}): {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if not line.lstrip().startswith("#")
        for name in names
        if re.search(CONSTRUCTS[name]["pattern"], line)
    ]


@pytest.mark.parametrize(("name", "line", "bad"), LINES)
def test_a_pattern_finds_its_bad_lines_only(name, line, bad):
    subprocess.run(["bash", "-nc", line], check=True)
    assert bool(newer_than_3_2(line, [name])) == bad


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_good_line_is_good_for_every_pattern(name):
    for line in CONSTRUCTS[name]["good"]:
        assert newer_than_3_2(line, list(CONSTRUCTS)) == []


def test_comments_are_left_out():
    assert newer_than_3_2("# mapfile -t x\n  # x |& y\ndate", list(CONSTRUCTS)) == []


@pytest.mark.parametrize("text", SHELL)
def test_shell_runs_with_bash_3_2(text):
    assert newer_than_3_2(text, list(CONSTRUCTS)) == []
