"""An account of which nothing is recorded: every surface says that its plan cannot be applied yet, as
apply does."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.console import csws
from tests.render.scenes import edit

YET = "Cannot be applied yet"


@pytest.fixture
def unknown(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    project = tmp_path / "acme"
    edit(project / "csws.yaml", "target: sqlite:.csws/acme.db", "target: hubspot:1234567")
    return project


def test_every_surface_says_the_same_and_apply_refuses(unknown):
    said = {form: csws(unknown, "plan", "--format", form).out for form in ("text", "markdown", "html", "json")}
    assert said["text"].startswith(f"acme (hubspot:1234567): {YET}\n")
    assert f"<h3>csws: {YET}</h3>" in said["markdown"]
    assert re.search(f'<h2 id="verdict"><span class="sign" aria-hidden="true">!</span> {YET}</h2>', said["html"])
    assert json.loads(said["json"])["accounts"][0]["applyable"] is True
    assert csws(unknown, "apply", "--auto-approve").code == 4


def test_a_saved_plan_says_it_too(unknown):
    done = csws(unknown, "plan", "--out", "p.json")
    assert (done.code, done.err) == (0, "Saved to p.json.\n")
    assert YET in csws(unknown, "show", "p.json").out.splitlines()[0]
