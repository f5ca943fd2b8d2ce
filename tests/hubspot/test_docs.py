"""Runs the commands of the pages about HubSpot accounts, in order, against the emulator."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.console import csws, unfinished
from tests.hubspot.account import prop
from tests.hubspot.screens import check_screens
from tests.test_examples_and_docs import commands
from tests.warm import program

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/hubspot.md"


def test_every_command_shown_works(emulator, project, tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(project, folder / "hubspot")
    monkeypatch.chdir(folder)
    shown = commands(PAGE)
    assert len(shown) == 13
    for words in shown:
        waits = "apply" in words and "--resume" not in words
        words = [unfinished(Path("hubspot"))["id"] if word == "3f9a1c2b77d0" else word for word in words]
        done = csws(Path(), *words[1:])
        assert done.code == (6 if waits else 0), (shlex.join(words), done.err)


@pytest.fixture
def northwind(emulator):
    """An account with labels as real ones have them."""
    owner = {
        name: prop("hubspot_owner_id", "user", label=f"{name} owner")
        for name in ("Contact", "Company", "Service", "Deal")
    }
    manager = prop("csm", "user", label="Customer success manager")
    renewal = prop("renewal_date", "date", label="Renewal date")
    target = prop("hs_target_end_date", "date", label="Target end date")
    emulator.account.properties |= {
        "0-1": [owner["Contact"]],
        "0-2": [owner["Company"], manager, renewal],
        "0-3": [owner["Deal"], prop("closedate", "date", label="Close date")],
        "0-162": [owner["Service"], target],
    }
    return emulator


def test_every_screen_of_an_adoption_is_real(northwind, tmp_path):
    """`CSWS_GOLDEN=1` updates the page."""
    check_screens(ROOT / "docs/adopt.md", tmp_path)
    clone = tmp_path / "clone/acme"
    shutil.copytree(tmp_path / "acme", clone, ignore=shutil.ignore_patterns(".csws"))
    assert csws(clone, "plan", "--detailed-exitcode").code == 0


def test_the_readme_leads_to_an_adopted_account(northwind, tmp_path):
    """In its order; between the worksheet and the adoption somebody fills in the sheet."""
    (sheet,) = re.findall(r"```yaml\n(# acme/sheet.yaml\n.*?)```", (ROOT / "docs/adopt.md").read_text(), re.S)
    for words in commands(ROOT / "README.md"):
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.M)
        elif words[0] == "pipx":
            assert words == ["pipx", "install", "."]
        else:
            done = subprocess.run([*program(), *words[1:]], cwd=tmp_path, capture_output=True, text=True)
            assert (words[0], done.returncode) == ("csws", 0), (words, done.stderr)
            if "worksheet" in words:
                (tmp_path / "acme/sheet.yaml").write_text(sheet)
    for project in ("acme", "demo"):
        assert csws(tmp_path / project, "plan", "--detailed-exitcode").code == 0


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
