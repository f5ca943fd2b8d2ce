"""Any text in a setting survives every document, the record and the way back, character by
character."""

from __future__ import annotations

import pytest

from csws.load.edit.edits import SetValue
from csws.load.splice import spliced
from csws.load.yaml_reader import read_yaml
from tests.cli.console import csws
from tests.render.hostile import TEXTS

EMEA = ("workspaces", "emea", "description")
READABLE = {name: text for name, text in TEXTS.items() if name != "surrogate"}  # YAML cannot contain half a character


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_a_text_comes_back_from_everywhere(text, tmp_path):
    csws(tmp_path, "init", "acme")
    project = tmp_path / "acme"
    file = project / "workspaces/emea.yaml"
    file.write_text(spliced(file.read_text(), file.name, [SetValue(path=EMEA, value=text)]), newline="")
    assert read_yaml(file.read_bytes().decode(), "f").root.at(EMEA).value == text
    assert csws(project, "plan", "--out", "p.plan").code == 0
    done = csws(project, "apply", "p.plan", "--auto-approve")
    assert done.code == 0, done.err
    assert csws(project, "plan", "--detailed-exitcode").code == 0
    exported = read_yaml(csws(project, "export").out, "f").root
    assert exported.at(EMEA) is None if text == "" else exported.at(EMEA).value == text
    shown = csws(project, "rollback", "1", "--format", "json", "--auto-approve").json
    assert shown["error"] is None
    assert csws(project, "plan", "--detailed-exitcode").code == 0
