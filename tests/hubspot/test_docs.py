"""Runs the commands of docs/hubspot.md, in order, against the emulator."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.console import csws, unfinished
from tests.test_examples_and_docs import commands

PAGE = Path(__file__).parents[2] / "docs/hubspot.md"


def test_every_command_shown_works(emulator, project, tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(project, folder / "hubspot")
    monkeypatch.chdir(folder)
    shown = commands(PAGE)
    assert len(shown) == 12
    for words in shown:
        waits = "apply" in words and "--resume" not in words
        words = [unfinished(Path("hubspot"))["id"] if word == "3f9a1c2b77d0" else word for word in words]
        done = csws(Path(), *words[1:])
        assert done.code == (6 if waits else 0), (shlex.join(words), done.err)


@pytest.mark.parametrize("text", ["<b>x</b>", "[a](b)", "{name}", "\x1b[31m", "`x` | y", "*"])
def test_hostile_names_are_shown_and_not_interpreted(emulator, project, text):
    import json

    file = project / "csws.yaml"
    file.write_text(file.read_text().replace("name: EMEA", f"name: {json.dumps(text)}"))
    csws(project, "catalog", "pull")
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6
    markdown, page = ((project / f".csws/runbooks/acme.{suffix}").read_text() for suffix in ("md", "html"))
    assert "\x1b" not in markdown + page
    assert "<b>x</b>" not in markdown
    assert "[a](b)" not in markdown
    assert "<b><b>" not in page
