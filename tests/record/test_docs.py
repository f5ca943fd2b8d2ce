"""Runs the commands of docs/record.md, in order, in a project under git."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.record.repository import started
from tests.test_examples_and_docs import commands

PAGE = Path(__file__).parents[2] / "docs/record.md"


@pytest.mark.usefixtures("asked_once")
def test_every_command_shown_works(tmp_path, monkeypatch):
    root = started(tmp_path)
    sheet = root / "seen.yaml"
    sheet.write_text("workspaces:\n  emea: {name: EMEA customer success, services: {show: true}}\n")
    assert csws(root, "observe", "seen.yaml").code == 0
    assert csws(root, "import", "emea=EMEA customer success").code == 0
    monkeypatch.chdir(tmp_path)
    shown = commands(PAGE)
    assert len(shown) == 6
    for words in shown:
        done = csws(Path(), *words[1:])
        assert done.code == 0, (shlex.join(words), done.out, done.err)
