"""`import`: unmanaged workspaces get a key and their YAML, and do not change."""

from __future__ import annotations

import shutil
from difflib import unified_diff
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
    csws(tmp_path, "init", "acme")
    assert csws(tmp_path / "acme", "apply", "--auto-approve").code == 0
    (tmp_path / "acme/seen.yml").write_text(SEEN)
    assert csws(tmp_path / "acme", "observe", str(tmp_path / "acme/seen.yml")).code == 0
    return tmp_path / "acme"


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
def test_a_workspace_that_does_not_exist_is_not_adopted(project, pairs, code):
    before = snapshot(project)
    done = csws(project, "import", *pairs)
    assert done.code == code
    assert "→" in done.err
    assert {name for name, data in snapshot(project).items() if data != before[name]} <= {".csws/acme.db"}
    assert len(csws(project, "history", "--format", "json").json["accounts"][0]["revisions"]) == 2


def test_accounts_that_share_their_files_get_it_in_their_overlay(tmp_path):
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


HEAD = """version: 1
accounts:
  p: {target: 'sqlite:.csws/p.db', catalog: catalogs/acme.json, subscription: enterprise}
objects: {customers: companies, services: services, revenue: [deals]}
"""
LAST = """  emea:
    name: EMEA customer success
    teams: [EMEA CSM, EMEA Renewals]
    description: >-
      Accounts in Europe,
      the Middle East and Africa
"""
DEFAULTS = """defaults:
  customers: {csm_property: hubspot_owner_id}
  services: {show: false}
  revenue: {show: false}
"""
LAYOUTS = {
    "a block text before defaults": HEAD + "workspaces:\n  primary:\n    name: P\n" + LAST + DEFAULTS,
    "a block text before a key": HEAD
    + DEFAULTS
    + "workspaces:\n  primary:\n    name: P\n"
    + LAST
    + "removed: [gone]\n",
    "a comment of what follows": HEAD
    + DEFAULTS
    + "workspaces:\n  primary:\n    name: P\n"
    + LAST
    + "\n# May be deleted (CS-12):\nremoved: [gone]\n",
    "a comment of the last one": HEAD + DEFAULTS + "workspaces:\n  primary:\n    name: P\n    # teams: [EMEA CSM]\n",
    "brackets": HEAD + DEFAULTS + "workspaces: {primary: {name: P}}  # all\n",
    "CRLF": (HEAD + DEFAULTS + "workspaces:\n  primary:\n    name: P\n").replace("\n", "\r\n"),
    "no last line end": HEAD + DEFAULTS + "workspaces:\n  primary:\n    name: P",
    "a byte order mark": "\ufeff" + HEAD + DEFAULTS + "workspaces:\n  primary:\n    name: P\n",
    "a document's end": HEAD + DEFAULTS + "workspaces:\n  primary:\n    name: P\n...\n# end\n",
}


def observed(tmp_path: Path, text: str) -> Path:
    project = tmp_path / "acme"
    csws(tmp_path, "init", "acme")
    for file in [*(project / "workspaces").iterdir(), project / ".gitignore"]:
        file.unlink()
    (project / "catalogs/acme.json").write_text(
        (project / "catalogs/acme.json").read_text().replace('"name": "acme"', '"name": "p"')
    )
    (project / "csws.yaml").write_bytes(text.encode())
    seen = "objects: {customers: companies, services: services, revenue: [deals]}\nworkspaces:\n  hand: {name: By hand, services: {show: false}, revenue: {show: false}, customers: {csm_property: hubspot_owner_id}}\n"
    (project / "seen.yml").write_text(seen)
    done = csws(project, "observe", "seen.yml")
    assert done.code == 0, done.err
    return project


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_a_block_finds_its_place_in_any_layout(tmp_path, text):
    project = observed(tmp_path, text)
    done = csws(project, "import", "ops=By hand")
    assert (done.code, done.out.splitlines()[-1]) == (0, "wrote csws.yaml"), done.err
    after = (project / "csws.yaml").read_bytes().decode()
    assert ("\r\n" in text) is ("\r\n" in after)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in text
    assert after.endswith("\n") is text.endswith("\n")
    assert after.startswith("\ufeff") is text.startswith("\ufeff")
    gone = [line[1:] for line in unified_diff(text.splitlines(), after.splitlines(), lineterm="", n=0)][2:]
    assert set(text.splitlines()) - set(after.splitlines()) <= {"workspaces: {primary: {name: P}}  # all"}, gone
    assert csws(project, "validate").code == 0
    shown = csws(project, "plan", "--format", "json").json["accounts"][0]
    assert "workspace.ops" not in [change["address"] for change in shown["changes"]]
    assert shown["unmanaged"] == []


def test_a_file_without_workspaces_gets_them(tmp_path):
    project = observed(tmp_path, HEAD + DEFAULTS)
    assert csws(project, "import", "ops=By hand").code == 0
    assert (project / "csws.yaml").read_text().startswith(HEAD + DEFAULTS + "workspaces:\n  ops:\n    name: By hand\n")


def test_a_link_stays_a_link(tmp_path):
    project = observed(tmp_path, HEAD + DEFAULTS + "workspaces:\n  primary:\n    name: P\n")
    (project / "real").mkdir()
    (project / "csws.yaml").rename(project / "real/csws.yaml")
    (project / "csws.yaml").symlink_to("real/csws.yaml")
    assert csws(project, "import", "ops=By hand").code == 0
    assert (project / "csws.yaml").is_symlink()
    assert "ops:" in (project / "real/csws.yaml").read_text()


def test_a_missing_overlay_is_created_with_its_folder(tmp_path):
    project = observed(tmp_path, HEAD + DEFAULTS)
    entry = "{target: 'sqlite:.csws/p.db', catalog: catalogs/acme.json, subscription: enterprise, overlay: o/p.yaml}"
    (project / "csws.yaml").write_text(f"version: 1\naccounts:\n  p: {entry}\n  q: {entry}\n{DEFAULTS}")
    done = csws(project, "--account", "p", "import", "ops=By hand")
    assert (done.code, done.out.splitlines()[-1]) == (0, "wrote o/p.yaml"), done.err
    assert (project / "o/p.yaml").read_text().startswith("workspaces:\n  ops:\n    name: By hand\n")
