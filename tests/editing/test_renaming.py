"""A key gets another name, over five files and two overlays: the plan is nothing but the move."""

from __future__ import annotations

import json
import shutil

import pytest

from csws.editing.project import Texts, checkup
from csws.editing.renaming import renamed
from csws.errors import CswsError
from csws.load.hunks import applied
from tests.cli.console import csws
from tests.editing.projects import FOLDERS, NOW

MORE = {
    "parts/emea.yaml": "workspaces:\n  emea:  # Europe 🇪🇺\r\n    name: Europe\n    teams: [EMEA CSM]\n    services: {show: false}\n    revenue: {show: false}\n",
    "parts/accepted.yaml": "accept:\n  - {code: CSW402, address: workspace.emea.customers, reason: known}\n",
    "parts/objects.yaml": "objects: {customers: companies, services: services, revenue: [deals]}\n",
    "parts/defaults.yaml": "defaults:\n  customers: {csm_property: hubspot_owner_id}\n",
    "parts/primary.yaml": "workspaces:\n  primary:\n    name: All\n    services: {show: false}\n    revenue: {show: false}\n",
    "overlays/one.yaml": "# of one account\nworkspaces:\n  emea: {description: one}\n",
    "overlays/two.yaml": "workspaces:\n  emea:\n    description: two\naccept:\n  - {code: CSW402, address: workspace.emea, reason: known}\n",
}
CONFIG = """version: 1
accounts:
  one: {target: 'sqlite:one.db', catalog: catalog.json, subscription: enterprise, operator: ops@acme.example, overlay: overlays/one.yaml}
  two: {target: 'sqlite:two.db', catalog: two.json, subscription: enterprise, operator: ops@acme.example, overlay: overlays/two.yaml}
include: [parts/*.yaml]
"""


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "project"
    shutil.copytree(FOLDERS["rules"], root)
    (root / "more.yaml").unlink()
    (root / "csws.yaml").write_text(CONFIG)
    document = json.loads((root / "catalog.json").read_text())
    (root / "catalog.json").write_text(json.dumps({**document, "account": {**document["account"], "name": "one"}}))
    other = {**document["account"], "id": "2", "name": "two"}
    (root / "two.json").write_text(json.dumps({**document, "account": other}))
    for name, text in MORE.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(text.encode())
    assert csws(root, "apply", "--auto-approve").code == 0
    return root


def rename(root, path, key):
    state = checkup(Texts(root=root), NOW)
    edits = renamed(state, path, key)
    for file in dict.fromkeys(edit.span.file for edit in edits):
        text = applied(state.text(file), [edit for edit in edits if edit.span.file == file])
        (root / file).write_bytes(text.encode())
    return {edit.span.file for edit in edits}


def plan_of(root):
    done = csws(root, "plan", "--format", "json")
    return [
        (step["action"], step["address"], step["sets"])
        for account in done.json["accounts"]
        for step in account["steps"]
    ]


def test_the_plan_is_nothing_but_the_move(root):
    assert plan_of(root) == []
    files = rename(root, ("workspaces", "emea"), "europe")
    assert files == {"parts/emea.yaml", "parts/accepted.yaml", "overlays/one.yaml", "overlays/two.yaml"}
    assert plan_of(root) == [("move", "workspace.europe", {"key": "europe"})] * 2
    assert csws(root, "validate").code == 0
    assert (
        (root / "parts/emea.yaml")
        .read_bytes()
        .startswith(b"workspaces:\n  europe:  # Europe \xf0\x9f\x87\xaa\xf0\x9f\x87\xba\r\n")
    )


def test_a_second_rename_keeps_the_key_that_the_account_has(root):
    rename(root, ("workspaces", "emea"), "europe")
    rename(root, ("workspaces", "europe"), "eu")
    assert plan_of(root) == [("move", "workspace.eu", {"key": "eu"})] * 2


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("workspaces", "emea"), "primary"),
        (("workspaces", "emea"), "Two words"),
        (("workspaces", "primary"), "first"),
        (("objects", "customers"), "first"),
    ],
)
def test_what_cannot_be_renamed_is_refused(root, path, key):
    with pytest.raises(CswsError):
        rename(root, path, key)


def test_a_file_that_cannot_be_read_stops_it(root):
    (root / "overlays/one.yaml").write_text("workspaces: [")
    with pytest.raises(CswsError, match=r"`overlays/one.yaml` cannot be read"):
        rename(root, ("workspaces", "emea"), "europe")


def test_examples_name_the_new_key(tmp_path):
    root = tmp_path / "lab"
    shutil.copytree(FOLDERS["lab"], root)
    assert csws(root, "test").code == 0
    assert "tests/scores.yaml" in rename(root, ("health_scores", "account_health"), "health")
    assert csws(root, "test").code == 0


def test_examples_of_workspaces_name_the_new_key(root):
    examples = root / "tests/sight.yml"
    examples.parent.mkdir()
    examples.write_text(
        "workspaces:\n  - {team: EMEA CSM, sees: emea}  # Europe\n  - {team: APAC CSM, sees: primary}\n"
    )
    rename(root, ("workspaces", "emea"), "europe")
    assert examples.read_text() == (
        "workspaces:\n  - {team: EMEA CSM, sees: europe}  # Europe\n  - {team: APAC CSM, sees: primary}\n"
    )
