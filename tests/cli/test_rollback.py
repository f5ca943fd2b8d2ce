"""The way back knows a workspace by its id, and never leads to what breaks a law."""

from __future__ import annotations

import pytest

from tests.cli.console import csws, reported
from tests.cli.test_main_job import edit

OPS = ("workspace.ops.name=Ops", "workspace.ops.teams=[Operations]")
WITH_A_PROPERTY = (*OPS, "workspace.ops.customers.csm_property=hubspot_owner_id", "workspace.ops.revenue.show=false")


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    assert csws(tmp_path / "acme", "apply", "--auto-approve").code == 0
    return tmp_path / "acme"


def observe(project, *pairs):
    assert csws(project, "observe", *(word for pair in pairs for word in ("--set", pair))).code == 0


def way_back(project, revision):
    """The account's part of the plan back to a revision, which is then applied and led where it should."""
    file = str(project.parent / "back.plan")
    planned = csws(project, "rollback", str(revision), "--out", file, "--format", "json")
    assert planned.code == 0, planned.err
    assert csws(project, "apply", file).code == 0
    return planned.json["accounts"][0]


def settings(project):
    return csws(project, "export").out


def test_a_workspace_that_was_not_managed_then_is_as_it_was_then_and_never_deleted(project):
    observe(project, *WITH_A_PROPERTY)
    assert csws(project, "import", "ops=Ops").code == 0
    assert way_back(project, 2)["changes"] == []
    edit(project, "workspaces/ops.yaml", "name: Ops", "name: Operators\n    protect: true")
    assert csws(project, "apply", "--auto-approve").code == 0
    (change,) = way_back(project, 2)["changes"]
    assert (change["address"], change["action"]) == ("workspace.ops", "update")
    assert [(item["path"], item["after"]) for item in change["fields"]] == [("name", "Ops")]
    assert "protect: true" in settings(project)


def test_what_was_not_there_then_is_deleted_only_by_name(project):
    observe(project, *WITH_A_PROPERTY)
    assert csws(project, "import", "ops=Ops").code == 0
    refused = csws(project, "rollback", "1", "--auto-approve")
    assert (refused.code, "`ops`" in refused.out) == (4, True), refused.out
    assert csws(project, "rollback", "1", "--auto-approve", "--allow-delete", "ops").code == 0
    assert "Ops" not in settings(project)


def test_a_key_goes_back_too(project):
    before = settings(project)
    edit(project, "workspaces/apac.yaml", "  apac:", "  pacific:\n    renamed_from: apac")
    assert csws(project, "apply", "--auto-approve").code == 0
    (change,) = way_back(project, 1)["changes"]
    assert (change["address"], change["action"]) == ("workspace.apac", "move")
    assert settings(project) == before


def test_a_workspace_that_was_made_anew_under_its_key_becomes_what_the_old_one_was(project):
    (project / "workspaces/apac.yaml").rename(project / "kept")
    assert csws(project, "apply", "--auto-approve", "--allow-delete", "apac").code == 0
    (project / "kept").rename(project / "workspaces/apac.yaml")
    edit(project, "workspaces/apac.yaml", "name: APAC", "name: New APAC")
    assert csws(project, "apply", "--auto-approve").code == 0
    (change,) = way_back(project, 1)["changes"]
    assert (change["address"], change["action"]) == ("workspace.apac", "update")


def test_a_key_that_has_another_workspace_now_is_told(project):
    """apac is gone, and emea has its key."""
    (project / "workspaces/apac.yaml").rename(project / "kept")
    assert csws(project, "apply", "--auto-approve", "--allow-delete", "apac").code == 0
    edit(project, "workspaces/emea.yaml", "  emea:", "  apac:\n    renamed_from: emea")
    assert csws(project, "apply", "--auto-approve").code == 0
    refused = csws(project, "rollback", "1", "--auto-approve")
    assert (refused.code, "now has another one" in refused.told) == (1, True)


UNLAWFUL = {
    "CSW302": ["workspace.emea.teams=[EMEA CSM, APAC CSM]"],
    "CSW304": ["workspace.emea.name=APAC customer success"],
    "CSW410": ["workspace.emea.customers.csm_property=null"],
    "CSW103": ["objects.customers=null"],
    "CSW307": ["workspace.primary.teams=[Operations]"],
}


@pytest.mark.parametrize("code", UNLAWFUL)
def test_a_revision_that_breaks_a_law_is_refused_by_its_code(project, code):
    """It was observed; nothing that csws applies is like that."""
    observe(project, *UNLAWFUL[code])
    assert csws(project, "apply", "--auto-approve").code == 0
    before = csws(project, "history").out
    for words in (["--auto-approve"], ["--out", str(project.parent / "b.plan")]):
        refused = csws(project, "rollback", "2", *words, "--format", "json")
        found = refused.json["accounts"][0]
        assert (refused.code, code in str(found)) == (3, True), refused.out
        assert "bug" not in refused.out
    assert csws(project, "history").out == before


def test_the_beginning_and_a_half_done_runbook_are_refused_for_what_they_lack(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    assert csws(tmp_path, "init", "acme").code == 0
    project = tmp_path / "acme"
    edit(project, "csws.yaml", "sqlite:.csws/acme.db", "hubspot:1234567")
    steps = len(csws(project, "plan", "--format", "json").json["accounts"][0]["steps"])
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6
    assert reported(project, f"1-{steps}", "Kim").code == 0
    for revision, lacks in ((0, "CSW103, CSW410"), (1, "CSW103, CSW408, CSW410")):
        refused = csws(project, "rollback", str(revision), "--auto-approve")
        assert (refused.code, lacks in refused.out) == (3, True), refused.out


def test_what_stands_in_the_way_is_told_with_its_own_advice(project):
    """Once it was "No plan could be made", with a command that knew of nothing wrong."""
    edit(project, "workspaces/apac.yaml", "name: APAC", "name: New APAC")
    assert csws(project, "apply", "--auto-approve").code == 0
    observe(project, "workspace.x.name=APAC customer success")
    refused = csws(project, "rollback", "1", "--auto-approve", "--format", "json")
    error = refused.json["accounts"][0]["error"]
    assert (refused.code, error["code"]) == (3, "CSW603")
    assert "csws import" in error["hint"] or "APAC customer success" in error["message"]
