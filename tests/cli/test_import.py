"""import: workspaces that nobody manages get a key, their YAML, and no change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.cli.test_main_job import snapshot

SEEN = """
workspaces:
  hand:
    name: "By hand: #1"
    description: |
      two
      lines
    teams: [Operations]
    customers: {csm_property: hubspot_owner_id}
    services: {show: true, csm_property: hubspot_owner_id, pipelines: [Training], default_layout: board}
    revenue: {show: false}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    csws(tmp_path, "init", "p")
    assert csws(tmp_path / "p", "apply", "--auto-approve").code == 0
    (tmp_path / "p/seen.yml").write_text(SEEN)
    assert csws(tmp_path / "p", "observe", str(tmp_path / "p/seen.yml")).code == 0
    return tmp_path / "p"


@pytest.mark.parametrize("name", ["By hand: #1", "id:seen-hand"])
def test_the_next_plan_shows_nothing(project, name):
    before = snapshot(project)
    done = csws(project, "import", f"ops={name}")
    assert (done.code, "wrote workspaces/ops.yaml" in done.out) == (0, True), done.err
    assert csws(project, "validate", "--strict").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0
    assert csws(project, "drift", "--detailed-exitcode").code == 0
    after = snapshot(project)
    assert {name for name in after if after[name] != before.get(name)} == {"workspaces/ops.yaml", ".csws/acme.db"}


def test_comments_and_layout_of_an_edited_file_stay(project):
    config = project / "csws.yaml"
    text = config.read_text().replace(
        "include: [workspaces/*.yaml]", "include: [workspaces/emea.yaml, workspaces/apac.yaml]"
    )
    config.write_text(text + "# the end\nremoved: [old]   # really\n")
    assert csws(project, "import", "ops=By hand: #1").code == 0
    edited = config.read_text()
    assert [
        line
        for line in (text + "# the end\nremoved: [old]   # really\n").splitlines()
        if line not in edited.splitlines()
    ] == []
    assert csws(project, "validate").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_a_declared_key_is_only_bound(project):
    (project / "workspaces/ops.yaml").write_text(
        "workspaces:\n  ops:\n    name: Operations\n    teams: [Operations]\n    services: {show: false}\n    revenue: {show: false}\n"
    )
    assert csws(project, "plan").code == 3
    before = snapshot(project)
    assert csws(project, "import", "ops=By hand: #1").code == 0
    after = snapshot(project)
    assert {name for name in after if after[name] != before[name]} == {".csws/acme.db"}
    planned = csws(project, "plan", "--format", "json").json["accounts"][0]
    assert [change["action"] for change in planned["changes"]] == ["update"]
    assert csws(project, "apply", "--auto-approve").code == 0


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        (["ops"], 64),
        (["OPS=x"], 64),
        (["primary=x"], 64),
        (["a=x", "a=y"], 64),
        ([], 64),
        (["ops=nobody"], 1),
        (["emea=By hand: #1"], 1),
        (["ops=id:9"], 1),
    ],
)
def test_what_is_not_there_is_not_adopted(project, pairs, code):
    before = snapshot(project)
    done = csws(project, "import", *pairs)
    assert done.code == code
    assert "→" in done.err
    assert {name for name, data in snapshot(project).items() if data != before[name]} <= {".csws/acme.db"}
    assert len(csws(project, "history", "--format", "json").json["accounts"][0]["revisions"]) == 2


def test_accounts_that_share_their_files_take_it_into_their_overlay(tmp_path):
    root = Path(__file__).parents[2] / "examples/agency"
    project = tmp_path / "agency"
    shutil.copytree(root, project, ignore=shutil.ignore_patterns(".csws"))
    csws(project, "apply", "--auto-approve")
    assert (
        csws(
            project,
            "--account",
            "alder",
            "observe",
            "--set",
            "workspace.hand.name=Hand",
            "--set",
            "workspace.hand.customers.csm_property=hubspot_owner_id",
            "--set",
            "workspace.hand.customers.renewal_date_property=renewal_date",
            "--set",
            "workspace.hand.services.show=false",
            "--set",
            "workspace.hand.revenue.show=false",
        ).code
        == 0
    )
    assert csws(project, "import", "hand=Hand").code == 64
    before = (project / "overlays/alder.yaml").read_text()
    assert csws(project, "--account", "alder", "import", "hand=Hand").code == 0
    after = (project / "overlays/alder.yaml").read_text()
    assert set(before.splitlines()) <= set(after.splitlines())
    assert csws(project, "plan", "--detailed-exitcode").code == 0
