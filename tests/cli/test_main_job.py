"""The main job as a user runs it: init, validate, plan, apply, a plan without changes; and what
csws refuses on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.hubspot.terminal import session


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert csws(tmp_path, "init", "acme").code == 0
    return tmp_path / "acme"


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_init_plan_apply_plan(project):
    assert csws(project, "validate", "--strict").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 2
    assert csws(project, "apply", "--auto-approve").code == 0
    again = csws(project, "plan", "--detailed-exitcode")
    assert (again.code, "No changes." in again.out) == (0, True)


def test_init_never_overwrites(project):
    before = snapshot(project)
    assert csws(project, "init").code == 1
    assert csws(project.parent, "init", "acme").code == 1
    assert snapshot(project) == before


def test_plan_writes_nothing(project):
    before = snapshot(project)
    assert csws(project, "plan").code == 0
    assert csws(project, "plan", "--format", "json").code == 0
    assert snapshot(project) == before


def test_a_saved_plan_is_applied_once_and_harmless_afterwards(project):
    file = str(project / "p.plan")
    planned = csws(project, "plan", "--out", file, "--format", "json").json
    assert json.loads(Path(file).read_text()) == planned
    assert csws(project, "apply", file, "--expect", planned["digest"], "--format", "json").json["accounts"][0][
        "revision"
    ] == {
        "before": 0,
        "after": 1,
    }
    again = csws(project, "apply", file, "--format", "json")
    assert (again.code, again.json["accounts"][0]["revision"]) == (0, {"before": 1, "after": 1})


@pytest.mark.parametrize("digest", ["bogus", "sha256:" + "0" * 64, ""])
@pytest.mark.parametrize("saved", [True, False])
def test_another_digest_than_expected_is_refused(project, digest, saved):
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    how = [file] if saved else ["--auto-approve"]
    assert csws(project, "apply", *how, "--expect", digest).code == 5
    assert not (project / ".csws").exists()


def test_a_stale_plan_is_refused(project):
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    edit(project, "workspaces/apac.yaml", "APAC customer success", "Asia and Pacific")
    assert csws(project, "apply", "--auto-approve").code == 0
    stale = csws(project, "apply", file, "--format", "json")
    assert (stale.code, stale.json["accounts"][0]["exit_code"]) == (5, 5)


def test_going_back_to_old_settings_does_not_make_an_old_plan_valid_again(project):
    """The settings are again those of the plan's base, but in another revision: somebody has
    changed them meanwhile."""
    csws(project, "apply", "--auto-approve")
    edit(project, "workspaces/apac.yaml", "APAC customer success", "One")
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    edit(project, "workspaces/apac.yaml", "name: One", "name: Two")
    csws(project, "apply", "--auto-approve")
    edit(project, "workspaces/apac.yaml", "name: Two", "name: APAC customer success")
    csws(project, "apply", "--auto-approve")
    assert csws(project, "apply", file).code == 5


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("accounts", 0, "steps", 0, "sets", "customers"), "contacts"),
        (("accounts", 0, "steps", 3, "allowed"), False),
        (("accounts", 0, "applyable"), False),
        (("digest",), "sha256:" + "0" * 64),
        (("accounts", 0, "base", "revision"), 7),
    ],
)
def test_a_plan_edited_by_hand_is_refused(project, where, value):
    file = project / "p.plan"
    csws(project, "plan", "--out", str(file))
    data = json.loads(file.read_text())
    *path, last = where
    at = data
    for part in path:
        at = at[part]
    at[last] = value
    file.write_text(json.dumps(data))
    assert csws(project, "apply", str(file)).code == 5
    assert csws(project, "show", str(file)).code == 5
    assert not (project / ".csws").exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", "null", '{"format_version": "1.0"}', "[" * 100_000, "\x00\xff", "no plan"]
)
def test_a_file_that_is_not_a_plan_is_reported_as_such(project, text):
    file = project / "p.plan"
    file.write_text(text, encoding="latin-1")
    for command in ("show", "apply"):
        done = csws(project, command, str(file), "--format", "json")
        assert done.code == 1
        assert done.json["error"]["code"] == "not_a_plan"
    assert csws(project, "apply", str(project / "nowhere")).code == 1


def test_csws_never_asks_without_a_terminal(project):
    refused = csws(project, "apply")
    assert (refused.code, "--auto-approve" in refused.err) == (1, True)
    assert csws(project, "apply", "--format", "json").json["error"]["code"] == "not_approved"
    assert not (project / ".csws").exists()


class TestDeletes:
    @pytest.fixture
    def without_apac(self, project):
        assert csws(project, "apply", "--auto-approve").code == 0
        (project / "workspaces/apac.yaml").unlink()
        return project

    def test_a_delete_not_named_is_shown_whole_and_refused(self, without_apac):
        planned = csws(without_apac, "plan", "--format", "json")
        account = planned.json["accounts"][0]
        assert (planned.code, account["applyable"], account["summary"]["delete"]) == (0, False, 1)
        assert [item["code"] for item in account["diagnostics"] if item["guard"]] == ["CSW601"]
        assert account["steps"][-1]["allowed"] is False
        assert csws(without_apac, "apply", "--auto-approve").code == 4
        assert csws(without_apac, "plan", "--detailed-exitcode").code == 2

    @pytest.mark.parametrize("name", ["apac", "workspace.apac"])
    def test_it_is_allowed_by_name(self, without_apac, name):
        assert csws(without_apac, "apply", "--auto-approve", "--allow-delete", "emea").code == 4
        assert csws(without_apac, "apply", "--auto-approve", "--allow-delete", name).code == 0
        assert csws(without_apac, "plan", "--detailed-exitcode").code == 0

    @pytest.mark.parametrize("name", ["apac", "workspace.apac"])
    def test_a_saved_plan_can_be_allowed_at_apply(self, without_apac, name):
        file = str(without_apac / "p.plan")
        csws(without_apac, "plan", "--out", file)
        assert csws(without_apac, "apply", file).code == 4
        assert csws(without_apac, "apply", file, "--allow-delete", name).code == 0

    def test_a_name_that_the_plan_does_not_delete_is_reported(self, without_apac):
        file = str(without_apac / "p.plan")
        warning = "Warning: `--allow-delete apca` has no effect: the plan does not delete a workspace `apca`. Did you mean `apac`?"
        assert csws(without_apac, "plan", "--out", file, "--allow-delete", "apca").err.startswith(warning)
        for command in (("apply", file), ("apply", "--auto-approve")):
            assert warning in csws(without_apac, *command, "--allow-delete", "apca").err
        mixed = csws(without_apac, "plan", "--allow-delete", "apac", "--allow-delete", "emea")
        assert "`--allow-delete emea` has no effect" in mixed.err
        assert "`--allow-delete apac`" not in mixed.err
        assert not csws(without_apac, "apply", "--auto-approve", "--allow-delete", "workspace.apac").err
        assert "`--allow-delete apac` has no effect" in csws(without_apac, "plan", "--allow-delete", "apac").err

    def test_nothing_is_reported_where_there_is_no_plan(self, without_apac):
        edit(without_apac, "csws.yaml", "version: 1", "version: 2")
        refused = csws(without_apac, "plan", "--allow-delete", "apca")
        assert (refused.code, "has no effect" in refused.err) == (3, False)

    @pytest.mark.parametrize("name", ["properties.companies.csm", "objects.customers", "workspace.apac.teams", ""])
    def test_what_is_not_a_workspace_is_never_deleted(self, without_apac, name):
        for command in (("plan",), ("apply", "--auto-approve"), ("rollback", "1", "--auto-approve")):
            refused = csws(without_apac, *command, "--allow-delete", name, "--format", "json")
            assert (refused.code, refused.json["error"]["code"]) == (64, "usage")
            assert f"`{name}` is not a workspace" in refused.err
            assert "--allow-delete workspace.apac" in refused.err

    @pytest.mark.parametrize(
        ("typed", "code"),
        [("apac", 0), ("workspace.apac", 0), ("emea", 4), ("", 4), ("workspace.emea", 4), ("workspaces.apac", 4)],
    )
    def test_it_is_typed_at_a_terminal(self, without_apac, typed, code):
        answers = [("Type its key to allow it", typed), ("Only `yes` is accepted", "yes")]
        assert session(without_apac, ["apply"], answers)[0] == code

    @pytest.mark.parametrize("names", ["[apac]", "[workspace.apac]", "[workspace.apac, apac, emea-of-old]"])
    def test_removed_allows_it_in_the_pull_request(self, without_apac, names):
        with (without_apac / "csws.yaml").open("a") as stream:
            stream.write(f"removed: {names}\n")
        file = str(without_apac / "p.plan")
        assert csws(without_apac, "plan", "--out", file).code == 0
        assert csws(without_apac, "apply", file).code == 0
        assert csws(without_apac, "plan", "--detailed-exitcode").code == 0

    def test_protection_outlives_its_block(self, project):
        edit(project, "workspaces/apac.yaml", "    teams:", "    protect: true\n    teams:")
        assert csws(project, "apply", "--auto-approve").code == 0
        text = (project / "workspaces/apac.yaml").read_text()
        (project / "workspaces/apac.yaml").unlink()
        assert csws(project, "apply", "--auto-approve", "--allow-delete", "apac").code == 4
        (project / "workspaces/apac.yaml").write_text(text.replace("protect: true", "protect: false"))
        assert csws(project, "apply", "--auto-approve").code == 0
        (project / "workspaces/apac.yaml").unlink()
        assert csws(project, "apply", "--auto-approve", "--allow-delete", "apac").code == 0


@pytest.mark.parametrize(
    ("operator", "code"),
    [("ops@acme.example", 0), ("OPS@acme.example", 0), ("anna@acme.example", 7), ("nobody@acme.example", 7)],
)
def test_who_may_apply(project, operator, code):
    assert csws(project, "plan", "--operator", operator).code == code
    assert csws(project, "apply", "--auto-approve", "--operator", operator).code == code
    assert (project / ".csws").exists() is (code == 0)


def test_a_plan_for_another_account_or_target_is_refused(project):
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    edit(project, "csws.yaml", ".csws/acme.db", ".csws/other.db")
    assert csws(project, "apply", file).code == 7
    edit(project, "csws.yaml", ".csws/other.db", ".csws/acme.db")
    edit(project, "catalogs/acme.json", '"id": "1234567"', '"id": "7654321"')
    assert csws(project, "apply", file).code == 7
    assert not (project / ".csws").exists()


def test_the_same_id_under_another_name_is_another_account(project):
    assert csws(project, "apply", "--auto-approve").code == 0
    edit(project, "csws.yaml", "  acme:\n", "  other:\n")
    edit(project, "catalogs/acme.json", '"name": "acme"', '"name": "other"')
    assert csws(project, "plan").code == 7


def test_an_invalid_file_makes_no_plan(project):
    assert csws(project, "apply", "--auto-approve").code == 0
    (project / "workspaces/apac.yaml").write_text("workspaces: [")
    planned = csws(project, "plan", "--format", "json")
    assert (planned.code, planned.json["accounts"][0]["steps"], planned.json["accounts"][0]["exit_code"]) == (3, [], 3)
    assert csws(project, "apply", "--auto-approve", "--allow-delete", "apac").code == 3


def test_export_then_plan_shows_no_change(project):
    assert csws(project, "apply", "--auto-approve").code == 0
    exported = csws(project, "export").out
    for file in ("emea", "apac"):
        (project / f"workspaces/{file}.yaml").unlink()
    config = (project / "csws.yaml").read_text()
    (project / "csws.yaml").write_text(config[: config.index("# The HubSpot objects for")])
    (project / "workspaces/all.yaml").write_text(exported)
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_only_one_json_document_is_printed_even_on_errors(project):
    for arguments, code in [
        (("plan", "--format", "json", "--bogus"), 64),
        (("--account", "nobody", "plan", "--format", "json"), 64),
        (("apply", "--format", "json"), 1),
        (("validate", "--format=json"), 0),
    ]:
        done = csws(project, *arguments)
        assert done.code == code
        assert ("error" in done.json) is True


@pytest.mark.parametrize(
    "arguments",
    [("bogus",), ("plan", "--format", "yaml"), ("--account", "nobody", "plan"), ("explain", "CSW999"), ("schema", "x")],
)
def test_usage_errors_are_64(project, arguments):
    done = csws(project, *arguments)
    assert (done.code, done.out) == (64, "")
    assert "→" in done.err
