"""Unfinished runs where a plan lands whole: nothing of one is there, so it never does later what nobody asks for any more."""

from __future__ import annotations

import json
import sqlite3

import pytest

from csws.schema import is_valid
from tests.cli.console import csws, unfinished
from tests.cli.runs_project import edit, killed, several
from tests.hubspot.terminal import session
from tests.targets.postgres import new_database


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init").code == 0
    return tmp_path


def runs(project):
    document = csws(project, "runs", "--format", "json").json
    assert is_valid("runs", document) is None
    return [run for account in document["accounts"] for run in account["runs"]]


def events(project):
    (account,) = csws(project, "history", "--format", "json").json["accounts"]
    return [(item["kind"], item.get("how")) for item in reversed(account["events"])]


@pytest.fixture
def deleting(project, monkeypatch):
    """A run that was to delete a workspace was killed, and git no longer asks for it."""
    assert csws(project, "apply", "--auto-approve").code == 0
    block = project / "workspaces/apac.yaml"
    text = block.read_text()
    block.unlink()
    file = str(project / "d.plan")
    assert csws(project, "plan", "--out", file, "--allow-delete", "apac").code == 0
    killed(monkeypatch, project, "apply", file, "--allow-delete", "apac")
    block.write_text(text)
    return project


def test_a_later_apply_with_nothing_to_do_ends_it_and_says_so(deleting):
    (run,) = runs(deleting)
    done = csws(deleting, "apply", "--auto-approve")
    assert done.code == 0
    assert f"Run {run['id']} has ended: nothing of it was applied." in done.out
    assert "nothing to do" in done.out
    assert runs(deleting) == []
    assert "Nothing to resume" in csws(deleting, "apply", "--resume").err
    assert "workspace.apac" in csws(deleting, "plan", "--format", "json").out


def test_a_run_of_a_saved_plan_is_not_resumed_and_the_message_begins_it_anew(deleting):
    before = csws(deleting, "export").out
    done = csws(deleting, "apply", "--resume", "--format", "json")
    (account,) = done.json["accounts"]
    assert (done.code, account["exit_code"], account["error"]["code"]) == (5, 5, "not_resumed")
    message = account["error"]["message"]
    command = message.partition("run `")[2].removesuffix("`.")
    assert command == f"csws --account acme apply {deleting / 'd.plan'} --allow-delete workspace.apac"
    assert csws(deleting, "export").out == before
    assert len(runs(deleting)) == 1
    words = command.split()[1:]
    assert csws(deleting, *words).code == 0
    assert "apac" not in csws(deleting, "export").out


def test_a_run_of_a_rollback_is_not_resumed(project, monkeypatch):
    assert csws(project, "apply", "--auto-approve").code == 0
    edit(project / "workspaces/apac.yaml", "APAC customer success", "Renamed")
    assert csws(project, "apply", "--auto-approve").code == 0
    killed(monkeypatch, project, "rollback", "1", "--auto-approve")
    done = csws(project, "apply", "--resume")
    assert (done.code, "run `csws --account acme rollback 1 --auto-approve`" in done.told) == (5, True)
    assert csws(project, "rollback", "1", "--auto-approve").code == 0
    assert runs(project) == []


def test_a_run_of_the_configuration_goes_on_while_that_leads_to_the_same_plan(project, monkeypatch):
    killed(monkeypatch, project, "apply", "--auto-approve")
    (run,) = runs(project)
    file = project / "workspaces/apac.yaml"
    text = file.read_text()
    file.write_text(text.replace("APAC customer success", "Renamed"))
    done = csws(project, "apply", "--resume")
    assert (done.code, "run `csws --account acme apply --auto-approve`" in done.told) == (5, True)
    assert csws(project, "history", "--format", "json").json["accounts"][0]["revisions"] == []
    file.write_text(text)
    done = csws(project, "apply", "--resume", "--run", run["id"], "--format", "json")
    (account,) = done.json["accounts"]
    assert (done.code, account["run"], account["done"]) == (0, run["id"], [1, 2, 3, 4])
    assert events(project) == [("begun", "config"), ("ended", "done")]
    again = csws(project, "apply", "--resume", "--run", run["id"])
    assert (again.code, "has ended already" in again.out) == (0, True)


def test_the_same_plan_begun_again_has_another_id(project, monkeypatch):
    killed(monkeypatch, project, "apply", "--auto-approve")
    (first,) = runs(project)
    killed(monkeypatch, project, "apply", "--auto-approve")
    (second,) = runs(project)
    assert second["id"] == f"{first['id']}-2"
    assert first["id"] == first["digest"].removeprefix("sha256:")[:12]
    assert csws(project, "abandon", first["id"], "--auto-approve").code == 1
    done = csws(project, "apply", "--auto-approve", "--format", "json").json["accounts"][0]
    assert done["run"] == f"{first['id']}-3"
    revision = csws(project, "history", "--format", "json").json["accounts"][0]["revisions"][0]
    assert (revision["run"], revision["step"]) == (done["run"], None)


def test_a_run_is_given_up_once_and_is_seen_everywhere_before(project, monkeypatch):
    killed(monkeypatch, project, "apply", "--auto-approve")
    run = unfinished(project)["id"]
    for command in (
        ["plan"],
        ["drift"],
        ["history"],
        ["doctor"],
        ["plan", "--format", "markdown"],
        ["plan", "--format", "html"],
    ):
        assert run in csws(project, *command).out, command
    assert csws(project, "plan", "--format", "json").json["accounts"][0]["run"]["id"] == run
    asked = csws(project, "abandon", run)
    assert (asked.code, "not an interactive terminal" in asked.err) == (1, True)
    done = csws(project, "abandon", run, "--by", "Kim", "--auto-approve")
    assert (done.code, f"run {run} was given up" in done.out) == (0, True)
    assert csws(project, "abandon", run, "--auto-approve").code == 1
    assert csws(project, "abandon", run[:6], "--auto-approve").code == 1
    assert "Nothing to resume" in csws(project, "apply", "--resume").err
    assert csws(project, "apply", "--resume", "--run", run).code == 1
    history = csws(project, "history").out
    assert "given up  Kim" in history
    for command in (["plan"], ["drift"], ["doctor"]):
        assert f"Run {run}" not in csws(project, *command).out, command


def test_what_was_narrowed_away_was_not_begun(tmp_path):
    project = several(tmp_path, "a0", "a1")
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    assert csws(project, "--account", "a0", "apply", file).code == 0
    done = csws(project, "apply", "--resume")
    assert (done.code, "Nothing to resume" in done.err) == (0, True)
    assert csws(project, "--account", "a1", "history", "--format", "json").json["accounts"][0]["revisions"] == []


def test_a_later_run_over_some_accounts_forgets_nothing_of_the_others(tmp_path):
    project = several(tmp_path, "a0", "a1", "a2", "a3")
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    for name in ("a2", "a3"):
        (project / f".csws/{name}.db").mkdir(parents=True)
    assert csws(project, "apply", file).code == 1
    edit(project / "workspaces/apac.yaml", "APAC customer success", "Renamed")
    assert csws(project, "--account", "a0", "--account", "a1", "apply", "--auto-approve").code == 0
    edit(project / "workspaces/apac.yaml", "Renamed", "APAC customer success")
    for name in ("a2", "a3"):
        (project / f".csws/{name}.db").rmdir()
    done = csws(project, "apply", "--resume", "--format", "json")
    assert {item["account"]: item["exit_code"] for item in done.json["accounts"]} == {"a2": 0, "a3": 0}


def test_the_hint_for_an_account_that_could_not_be_planned_is_the_same_command(tmp_path):
    project = several(tmp_path, "a0", "a1", "a2")
    (project / ".csws/a2.db").mkdir(parents=True)
    done = csws(project, "apply", "--auto-approve")
    assert done.code == 1
    assert "run the same command again" in done.out
    assert "--resume" not in done.out
    (project / ".csws/a2.db").rmdir()
    assert csws(project, "apply", "--auto-approve").code == 0


@pytest.mark.parametrize("spoil", ["x: [\n", None])
def test_resuming_needs_a_project(project, spoil, tmp_path_factory):
    if spoil is None:
        project = tmp_path_factory.mktemp("empty")
    else:
        with (project / "csws.yaml").open("a") as config:
            config.write(spoil)
    for more in ([], ["--run", "3f9a1c2b77d0", "--done", "1", "--by", "Kim"], ["--done", "1", "--by", "Kim"]):
        done = csws(project, "apply", "--resume", *more, "--format", "json")
        assert (done.code, done.json["error"]["code"]) == (3, "invalid"), more
    for command in (["runs"], ["abandon", "3f9a1c2b77d0", "--auto-approve"]):
        assert csws(project, *command).code == 3


def digests(plan):
    return plan["digest"], [item["digest"] for item in plan["accounts"]]


def test_with_one_account_every_place_shows_one_digest(project):
    file = str(project / "p.plan")
    saved = csws(project, "plan", "--out", file)
    top, (own,) = digests(json.loads((project / "p.plan").read_text()))
    assert top == own
    assert f"--expect {top}" in saved.err
    for form in ("text", "markdown", "html", "json"):
        found = csws(project, "show", file, "--format", form).out
        assert top in found
    assert csws(project, "apply", file, "--expect", top).code == 0


def test_expect_takes_the_digests_of_the_accounts(tmp_path):
    project = several(tmp_path, "a0", "a1")
    top, (first, second) = digests(csws(project, "plan", "--format", "json").json)
    assert len({top, first, second}) == 3
    assert csws(project, "apply", "--auto-approve", "--expect", first).code == 5
    assert csws(project, "--account", "a0", "apply", "--auto-approve", "--expect", second).code == 5
    assert csws(project, "--account", "a0", "apply", "--auto-approve", "--expect", first).code == 0
    done = csws(project, "apply", "--auto-approve", "--expect", first, "--expect", second, "--format", "json")
    told = {item["account"]: (item["exit_code"], item["already"], item["done"]) for item in done.json["accounts"]}
    assert (done.code, told) == (0, {"a0": (0, True, []), "a1": (0, False, [1, 2, 3, 4])})


def test_a_plan_that_is_applied_already_is_done(project):
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    digest = json.loads((project / "p.plan").read_text())["digest"]
    assert csws(project, "apply", file).code == 0
    for arguments in ([file], ["--auto-approve", "--expect", digest]):
        (account,) = csws(project, "apply", *arguments, "--format", "json").json["accounts"]
        assert (account["exit_code"], account["already"]) == (0, True)
    assert csws(project, "observe", "--set", "workspace.emea.description=x").code == 0
    assert csws(project, "apply", "--auto-approve", "--expect", digest).code == 5


@pytest.mark.parametrize("changed", ["replace(plan, 'APAC customer', 'APEC customer')", "'{x'", "'[]'", "''"])
def test_an_unfinished_run_that_something_else_has_changed_hinders_nobody(project, monkeypatch, changed):
    killed(monkeypatch, project, "apply", "--auto-approve")
    with sqlite3.connect(project / ".csws/acme.db") as database:
        database.execute(f"UPDATE run SET plan = {changed}")
    assert csws(project, "plan", "--detailed-exitcode").code == 2
    assert csws(project, "apply", "--auto-approve").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_an_account_whose_plan_no_longer_fits_is_not_sent_to_resume(tmp_path):
    project = several(tmp_path, "a0", "a1")
    file = str(project / "p.plan")
    csws(project, "plan", "--out", file)
    csws(project, "apply", "--auto-approve")
    for name in ("a0", "a1"):
        csws(project, "--account", name, "observe", "--set", "workspace.apac.description=x")
    done = csws(project, "apply", file)
    assert (done.code, "review `csws plan`" in done.out, "--resume" in done.out) == (5, True, False)


def test_in_postgresql_too_a_later_apply_ends_it(project, monkeypatch):
    with new_database() as url:
        edit(project / "csws.yaml", "sqlite:.csws/acme.db", url)
        killed(monkeypatch, project, "apply", "--auto-approve")
        (run,) = runs(project)
        assert csws(project, "apply", "--resume", "--run", run["id"]).code == 0
        edit(project / "workspaces/apac.yaml", "APAC customer success", "Renamed")
        killed(monkeypatch, project, "apply", "--auto-approve")
        edit(project / "workspaces/apac.yaml", "Renamed", "APAC customer success")
        assert csws(project, "apply", "--resume").code == 5
        done = csws(project, "apply", "--auto-approve")
        assert (done.code, "has ended: nothing of it was applied" in done.out) == (0, True)
        assert runs(project) == []
        assert events(project) == [
            ("begun", "config"),
            ("ended", "done"),
            ("begun", "config"),
            ("ended", "nothing_left"),
        ]


@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("no", 1)])
def test_on_a_terminal_a_person_is_asked_before_a_run_is_given_up(project, monkeypatch, answer, code):
    killed(monkeypatch, project, "apply", "--auto-approve")
    (run,) = runs(project)
    found, screen = session(project, ["abandon", run["id"]], [("Only `yes` is accepted", answer)])
    assert (found, run["id"] in screen) == (code, True)
    assert len(runs(project)) == code


def test_what_ended_in_one_account_is_not_said_of_others(tmp_path, monkeypatch):
    project = several(tmp_path, "a0", "a1", "a2")
    csws(project, "apply", "--auto-approve")
    edit(project / "workspaces/apac.yaml", "APAC customer success", "Renamed")
    killed(monkeypatch, project, "--account", "a1", "apply", "--auto-approve")
    run = unfinished(project, "a1")["id"]
    edit(project / "workspaces/apac.yaml", "Renamed", "APAC customer success")
    done = csws(project, "apply", "--auto-approve")
    assert [line for line in done.out.splitlines() if run in line] == [
        f"a1: Run {run} has ended: nothing of it was applied."
    ]
