"""An account in a database: it is planned only after the client has allowed it, and read on save or by command."""

from __future__ import annotations

import shutil
import time

import pytest

from tests.cli.console import csws
from tests.editing.projects import FOLDERS
from tests.lsp.editor import PATIENCE, Editor
from tests.lsp.test_server import EMEA, settle
from tests.targets.postgres import new_database


@pytest.fixture(scope="module")
def database():
    with new_database() as url:
        yield url


@pytest.fixture(scope="module")
def project(database, tmp_path_factory):
    root = tmp_path_factory.mktemp("far") / "enterprise"
    shutil.copytree(FOLDERS["enterprise"], root)
    config = root / "csws.yaml"
    config.write_text(config.read_text().replace("sqlite:.csws/meridian.db", database))
    assert csws(root, "apply", "--auto-approve").code == 0
    return root


def titles(root, setting, *, saves=True):
    """The lines above the blocks of a file in which a team is taken away."""
    editor = Editor(root)
    try:
        if setting is not None:
            editor.server.tell("workspace/didChangeConfiguration", {"settings": {"csws": {"plan": setting}}})
        editor.opens(EMEA)
        settle(editor)
        before = editor.texts[EMEA]
        if saves:
            editor.server.tell("textDocument/didSave", {"textDocument": {"uri": editor.uri(EMEA)}})
        editor.types(EMEA, before.replace("[EMEA CSM, ", "["))
        settle(editor)
        lenses = editor.asks("codeLens", EMEA)
        until = time.monotonic() + (PATIENCE if setting and saves else 1)
        while not lenses and time.monotonic() < until:  # the account is read meanwhile
            time.sleep(0.05)
            lenses = editor.asks("codeLens", EMEA)
        return [lens["command"]["title"] for lens in lenses]
    finally:
        editor.close()


PLAN = ["plan: 1 change, 3 people lose sight"]


@pytest.mark.parametrize(
    ("setting", "saves", "seen"), [(True, True, PLAN), (True, False, []), (False, True, []), (None, True, [])]
)
def test_only_on_save_and_only_if_the_client_says_so(project, setting, saves, seen):
    assert titles(project, setting, saves=saves) == seen


def test_by_the_command(project):
    editor = Editor(project)
    try:
        editor.opens(EMEA)
        editor.types(EMEA, editor.texts[EMEA].replace("[EMEA CSM, ", "["))
        asked = {"command": "csws.plan", "arguments": [project.as_uri()]}
        assert "EMEA CSM" in editor.server.ask("workspace/executeCommand", asked)
        assert [lens["command"]["title"] for lens in editor.asks("codeLens", EMEA)] == PLAN
    finally:
        editor.close()
