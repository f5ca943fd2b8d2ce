"""`drift`, `observe`, `history`, `rollback`: an account that people also change by hand."""

from __future__ import annotations

import pytest

from tests.cli.console import csws
from tests.cli.test_main_job import edit, snapshot


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    assert csws(tmp_path / "acme", "apply", "--auto-approve").code == 0
    return tmp_path / "acme"


def account(result):
    return result.json["accounts"][0]


def plan(project):
    return account(csws(project, "plan", "--format", "json"))


def test_nothing_has_drifted_after_apply(project):
    before = snapshot(project)
    assert csws(project, "drift", "--detailed-exitcode").code == 0
    assert account(csws(project, "drift", "--format", "json"))["drift"] == []
    assert snapshot(project) == before


def test_an_observation_is_drift_until_it_is_corrected(project):
    assert csws(project, "observe", "--set", "workspace.emea.services.default_layout=table").code == 0
    drift = csws(project, "drift", "--detailed-exitcode", "--format", "json")
    assert drift.code == 2
    (change,) = account(drift)["drift"]
    assert change["fields"] == [{"path": "services.default_layout", "before": "board", "after": "table"}]
    (planned,) = plan(project)["changes"]
    assert (planned["origin"], planned["address"]) == ("drift", "workspace.emea")
    assert csws(project, "apply", "--auto-approve").code == 0
    assert csws(project, "drift", "--detailed-exitcode").code == 0


def test_drift_reads_only(project):
    csws(project, "observe", "--set", "workspace.emea.services.default_layout=table")
    store = project / ".csws/acme.db"
    before = store.read_bytes()
    assert csws(project, "drift", "--detailed-exitcode").code == 2
    assert store.read_bytes() == before
    assert [path.name for path in store.parent.iterdir()] == [store.name]


def test_a_change_of_the_configuration_is_no_drift(project):
    edit(project, "workspaces/apac.yaml", "APAC customer success", "Asia")
    assert [change["origin"] for change in plan(project)["changes"]] == ["config"]
    assert csws(project, "drift", "--detailed-exitcode").code == 0


def test_ignored_fields_never_change(project):
    edit(project, "workspaces/emea.yaml", "    teams:", "    ignore: [services.default_layout]\n    teams:")
    csws(project, "observe", "--set", "workspace.emea.services.default_layout=table")
    assert plan(project)["changes"] == []
    assert csws(project, "drift", "--detailed-exitcode").code == 0
    assert "default_layout: board" in csws(project, "export").out
    edit(project, "workspaces/emea.yaml", "EMEA customer success", "EMEA")
    assert csws(project, "apply", "--auto-approve").code == 0
    (project / "workspaces/emea.yaml").write_text(
        (project / "workspaces/emea.yaml").read_text().replace("    ignore: [services.default_layout]\n", "")
    )
    (change,) = plan(project)["changes"]
    assert change["fields"] == [{"path": "services.default_layout", "before": "table", "after": "board"}]


def test_ignoring_a_field_that_would_break_a_law_is_reported(project):
    edit(project, "workspaces/apac.yaml", "    teams:", "    ignore: [name]\n    teams:")
    csws(project, "observe", "--set", "workspace.apac.name=EMEA customer success", "--set", "workspace.emea.name=x")
    done = csws(project, "plan", "--format", "json")
    assert (done.code, account(done)["error"]["code"]) == (3, "CSW304")


def test_unknown_keys_become_unmanaged_workspaces_and_are_never_touched(project):
    csws(project, "observe", "--set", "workspace.hand.name=By hand")
    planned = plan(project)
    assert planned["changes"] == []
    assert planned["unmanaged"] == [{"id": "seen-hand", "name": "By hand", "teams": []}]
    edit(project, "workspaces/apac.yaml", "APAC customer success", "BY HAND")
    done = csws(project, "plan", "--format", "json")
    assert done.code == 3
    assert "CSW603" in [item["code"] for item in account(done)["diagnostics"]]
    assert csws(project, "apply", "--auto-approve").code == 3
    assert csws(project, "observe", "--set", "unmanaged.seen-hand=null").code == 0
    assert csws(project, "apply", "--auto-approve").code == 0


def test_an_observation_from_a_file_in_the_form_of_export(project):
    exported = csws(project, "export").out
    file = project / "seen.yaml"
    file.write_text(exported)
    assert csws(project, "observe", str(file)).code == 0
    assert csws(project, "drift", "--detailed-exitcode").code == 0
    file.write_text(
        exported.replace("default_layout: board", "default_layout: table").replace(
            "    description: Accounts in Asia and the Pacific\n", ""
        )
    )
    assert csws(project, "observe", str(file)).code == 0
    changes = account(csws(project, "drift", "--format", "json"))["drift"]
    assert [(change["address"], [item["path"] for item in change["fields"]]) for change in changes] == [
        ("workspace.apac", ["description"]),
        ("workspace.emea", ["services.default_layout"]),
    ]


def test_a_workspace_deleted_by_hand_comes_back(project):
    csws(project, "observe", "--set", "workspace.apac=null")
    (change,) = plan(project)["changes"]
    assert (change["action"], change["origin"]) == ("create", "drift")
    assert csws(project, "apply", "--auto-approve").code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 64),
        (["--set", "x"], 64),
        (["--set", "x=1"], 64),
        (["--set", "workspace.emea.foo=1"], 64),
        (["--set", "workspace.emea.teams={}"], 64),
        (["--set", "workspace.emea.name=[a]"], 64),
        (["--set", "workspace.emea.teams=Nobody"], 64),
        (["nowhere.yaml"], 1),
    ],
)
def test_an_unclear_observation_is_not_recorded(project, arguments, code):
    assert csws(project, "observe", *arguments).code == code
    assert len(account(csws(project, "history", "--format", "json"))["revisions"]) == 1


def test_history_and_rollback(project):
    edit(project, "workspaces/apac.yaml", "APAC customer success", "Asia")
    csws(project, "apply", "--auto-approve")
    csws(project, "observe", "--set", "workspace.apac.description=seen", "--operator", "eye@acme.example")
    revisions = account(csws(project, "history", "--format", "json"))["revisions"]
    assert [(item["number"], item["kind"], item["operator"]) for item in revisions] == [
        (3, "observed", "eye@acme.example"),
        (2, "applied", "ops@acme.example"),
        (1, "applied", "ops@acme.example"),
    ]
    assert csws(project, "rollback", "1").code == 1  # csws cannot ask here
    assert csws(project, "rollback", "1", "--auto-approve").code == 0
    exported = csws(project, "export").out
    assert "name: APAC customer success" in exported
    assert "seen" not in exported
    assert [item["path"] for change in plan(project)["changes"] for item in change["fields"]] == ["name"]


def test_a_rollback_is_a_plan_like_any_other(project):
    file = str(project / "back.plan")
    edit(project, "workspaces/apac.yaml", "APAC customer success", "Asia")
    csws(project, "apply", "--auto-approve")
    digest = csws(project, "rollback", "1", "--out", file, "--format", "json").json["digest"]
    assert csws(project, "apply", file, "--expect", digest).code == 0
    refused = csws(project, "rollback", "0", "--auto-approve")
    assert (refused.code, "CSW103, CSW410" in refused.out) == (3, True)
    assert csws(project, "rollback", "9", "--auto-approve").code == 1


def test_a_deleted_workspace_comes_back_as_a_new_one(project):
    (project / "workspaces/apac.yaml").rename(project / "apac.kept")
    assert csws(project, "apply", "--auto-approve", "--allow-delete", "apac").code == 0
    (change,) = account(csws(project, "rollback", "1", "--out", str(project.parent / "b.plan"), "--format", "json"))[
        "changes"
    ]
    assert "cannot be undone, so it comes back as a new workspace" in change["reason"]
    assert csws(project, "rollback", "1", "--auto-approve").code == 0
    (project / "apac.kept").rename(project / "workspaces/apac.yaml")
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_a_rename_of_the_key_is_a_move(project):
    (project / "workspaces/apac.yaml").write_text(
        (project / "workspaces/apac.yaml").read_text().replace("  apac:", "  pacific:\n    renamed_from: apac")
    )
    planned = plan(project)
    assert (planned["summary"]["move"], planned["summary"]["delete"], planned["applyable"]) == (1, 0, True)
    (step,) = planned["steps"]
    assert (step["action"], step["address"], step["was"], step["sets"]) == (
        "move",
        "workspace.pacific",
        {"key": "apac"},
        {"key": "pacific"},
    )
    assert csws(project, "apply", "--auto-approve").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_a_saved_plan_is_verified_against_its_account(project):
    file = str(project / "p.plan")
    edit(project, "workspaces/apac.yaml", "teams: [APAC CSM]", "teams: [EMEA Renewals]")
    edit(project, "workspaces/emea.yaml", "teams: [EMEA CSM, EMEA Renewals]", "teams: [EMEA CSM, APAC CSM]")
    edit(project, "csws.yaml", "customers: companies", "customers: contacts")
    edit(project, "csws.yaml", "    renewal_date_property: renewal_date\n", "")
    csws(project, "plan", "--out", file)
    done = csws(project, "show", "--verify", file)
    assert (done.code, "verified, against its account" in done.err) == (0, True), done.err
    (project / ".csws/acme.db").unlink()
    done = csws(project, "show", "--verify", file)
    assert (done.code, "verified, on its own" in done.err) == (0, True)


def spoilt(step):
    step["was"] = {**step["was"], "name": "other"}


def unlawful(step):
    step["sets"]["teams"] = ["EMEA CSM", "EMEA Renewals", "APAC CSM"]


@pytest.mark.parametrize("spoil", [spoilt, unlawful])
def test_a_wrong_plan_is_detected(project, spoil):
    """The plan file has a correct checksum again, so that only the verifier can notice."""
    import json

    from csws.model.plan import digest_of

    file = project / "p.plan"
    edit(project, "workspaces/apac.yaml", "teams: [APAC CSM]", "teams: [APAC CSM, EMEA Renewals]")
    edit(project, "workspaces/emea.yaml", "[EMEA CSM, EMEA Renewals]", "[EMEA CSM]")
    csws(project, "plan", "--out", str(file))
    data = json.loads(file.read_text())
    account = data["accounts"][0]
    spoil(account["steps"][-1])
    steps = [{key: step[key] for key in ("action", "address", "was", "sets")} for step in account["steps"]]
    account["digest"] = digest_of(
        {"account_id": account["account_id"], "target": account["target"], "base": account["base"], "steps": steps}
    )
    data["digest"] = account["digest"]
    del data["checksum"]
    data["checksum"] = digest_of(data)
    file.write_text(json.dumps(data))
    done = csws(project, "show", "--verify", str(file))
    assert done.code == 1
    assert "not verified, against its account" in done.err
    assert csws(project, "apply", str(file)).code != 0
