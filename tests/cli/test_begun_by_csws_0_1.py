"""This csws finishes what csws 0.1 began: it resumes its runs, applies its plans, and accepts its
digests."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from csws.model.digest import digest_of
from tests.cli.console import csws, reported, unfinished

KEPT = Path(__file__).parents[1] / "data/csws-0.1"
# As csws 0.1 printed them when it saved the plans.
TWO = "sha256:6be4e20b9139ccfc886697e3ef1f390ebce7c0fb15d4e37b71fc5511e3de615e"
BETA = "sha256:1ffeea8e63bd7355cf92c97bf1d3b43527dbf15e46221746c8ebd3398c3d7635"


@pytest.fixture
def embedded(tmp_path):
    return shutil.copytree(KEPT / "embedded", tmp_path / "embedded")


@pytest.fixture
def hubspot(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    return shutil.copytree(KEPT / "hubspot", tmp_path / "hubspot")


def accounts(done):
    return {item["account"]: item for item in done.json["accounts"]}


def is_settled(project, *names):
    only = [word for name in names for word in ("--account", name)]
    return csws(project, *only, "plan", "--detailed-exitcode").code == 0


@pytest.mark.parametrize(("file", "digest"), [("two.plan", TWO), ("beta.plan", BETA)])
def test_a_saved_plan_is_shown_verified_and_applied_by_its_own_digest(embedded, file, digest):
    shown = csws(embedded, "show", str(embedded / file), "--format", "json")
    assert (shown.code, shown.json["digest"]) == (0, digest)
    assert csws(embedded, "show", "--verify", str(embedded / file)).code == 0
    assert csws(embedded, "apply", str(embedded / file), "--expect", "sha256:" + 64 * "0").code == 5
    assert csws(embedded, "apply", str(embedded / file), "--expect", digest).code == 0
    assert is_settled(embedded, "beta")


def test_a_saved_plan_that_is_shown_as_json_and_saved_is_still_that_plan(embedded):
    (embedded / "again.plan").write_text(csws(embedded, "show", str(embedded / "two.plan"), "--format", "json").out)
    assert csws(embedded, "apply", str(embedded / "again.plan"), "--expect", TWO).code == 0


def test_a_saved_plan_that_is_applied_already_does_nothing(embedded):
    assert csws(embedded, "apply", str(embedded / "two.plan")).code == 0
    again = csws(embedded, "apply", str(embedded / "two.plan"), "--format", "json")
    assert again.code == 0
    assert [item["done"] for item in again.json["accounts"]] == [[], []]


def test_a_saved_plan_is_stale_where_the_account_has_moved(embedded):
    assert csws(embedded, "--account", "beta", "observe", "--set", "workspace.emea.description=x").code == 0
    done = csws(embedded, "apply", str(embedded / "two.plan"), "--format", "json")
    assert {name: item["exit_code"] for name, item in accounts(done).items()} == {"acme": 0, "beta": 5}


def more_teams(account):
    next(step for step in account["steps"] if step["action"] == "create")["sets"]["teams"] = ["Team 1"]


def another_base(account):
    account["base"]["revision"] = 0


def an_unset_field_is_gone(account):
    del next(step for step in account["steps"] if step["action"] == "create")["sets"]["services.default_layout"]


@pytest.mark.parametrize("whole", [False, True], ids=["", "with a new checksum"])
@pytest.mark.parametrize("tamper", [more_teams, another_base, an_unset_field_is_gone])
def test_a_saved_plan_that_was_tampered_with_is_refused(embedded, tamper, whole):
    data = json.loads((embedded / "beta.plan").read_text())
    tamper(data["accounts"][0])
    if whole:
        del data["checksum"]
        data["checksum"] = digest_of(data)
    (embedded / "beta.plan").write_text(json.dumps(data))
    done = csws(embedded, "apply", str(embedded / "beta.plan"), "--format", "json")
    assert (done.code, done.json["error"]["code"]) == (5, "edited_plan")


def test_a_plan_does_not_become_another_format_s_by_its_number(embedded):
    data = json.loads((embedded / "beta.plan").read_text())
    data["format_version"] = "1.1"
    del data["checksum"]
    data["checksum"] = digest_of(data)
    (embedded / "beta.plan").write_text(json.dumps(data))
    assert csws(embedded, "apply", str(embedded / "beta.plan")).code == 5


def test_a_killed_run_of_an_embedded_account_is_resumed(embedded):
    done = csws(embedded, "--account", "acme", "apply", "--resume", "--format", "json")
    assert (done.code, accounts(done)["acme"]["done"]) == (0, [1, 2, 3])
    assert is_settled(embedded, "acme")


def test_a_run_over_several_accounts_continues_with_those_it_did_not_reach(embedded):
    (embedded / ".csws").mkdir()
    shutil.move(embedded / "run.json", embedded / ".csws/run.json")
    done = csws(embedded, "apply", "--resume", "--format", "json")
    assert (done.code, {name: item["done"] for name, item in accounts(done).items()}) == (
        0,
        {"acme": [1, 2, 3], "beta": [1, 2, 3]},
    )
    assert is_settled(embedded)
    assert not (embedded / ".csws/run.json").exists()


def test_of_a_run_over_several_accounts_only_the_approved_plan_is_applied(embedded):
    (embedded / ".csws").mkdir()
    shutil.move(embedded / "run.json", embedded / ".csws/run.json")
    settings = embedded / "csws.yaml"
    settings.write_text(settings.read_text().replace("name: Nordics", "name: North"))
    done = csws(embedded, "apply", "--resume", "--format", "json")
    assert {name: item["exit_code"] for name, item in accounts(done).items()} == {"acme": 5, "beta": 5}


def test_a_run_that_waits_for_a_person_is_resumed_where_it_stopped(hubspot):
    waiting = csws(hubspot, "--account", "fjord", "apply", "--resume", "--format", "json")
    account = accounts(waiting)["fjord"]
    assert (waiting.code, account["done"], account["waiting"]) == (6, [], [2, 3])
    assert reported(hubspot, "2-3", "Bo", account="fjord").code == 0
    revisions = csws(hubspot, "--account", "fjord", "history", "--format", "json").json["accounts"][0]["revisions"]
    assert [item["operator"] for item in revisions] == ["Bo", "Bo", "Ann", "Ann", "Ann", "Ann", "Ann"]
    assert is_settled(hubspot, "fjord")


@pytest.mark.parametrize(("name", "waiting"), [("fjord", [2, 3]), ("aurora", [1, 2, 3, 4])])
def test_a_plan_of_today_that_does_what_waits_goes_on_with_that_run(hubspot, name, waiting):
    run = unfinished(hubspot, name)
    assert run["id"] == run["digest"].removeprefix("sha256:")[:12]
    done = csws(hubspot, "--account", name, "apply", "--auto-approve", "--format", "json")
    account = accounts(done)[name]
    assert (done.code, account["run"], account["digest"], account["waiting"]) == (6, run["id"], run["digest"], waiting)
    file = str(hubspot / "p.plan")
    assert csws(hubspot, "--account", name, "plan", "--out", file).code == 0
    assert accounts(csws(hubspot, "apply", file, "--format", "json"))[name]["run"] == run["id"]


def test_a_run_that_was_just_begun_is_resumed_step_by_step(hubspot):
    for step in ("1", "2", "3", "4"):
        done = reported(hubspot, step, "Bo", account="aurora")
        assert done.code == (0 if step == "4" else 6), done.err
    assert is_settled(hubspot, "aurora")


def test_history_and_rollback_to_a_revision(embedded):
    revisions = csws(embedded, "--account", "beta", "history", "--format", "json").json["accounts"][0]["revisions"]
    assert [item["kind"] for item in revisions] == ["observed", "applied"]
    assert csws(embedded, "--account", "beta", "rollback", "1", "--auto-approve").code == 0
    assert csws(embedded, "--account", "beta", "drift", "--detailed-exitcode").code == 0
