"""`--resume`, and targets that do one step at a time: what exit code 6 lists, manual steps, targets
that cannot be read."""

from __future__ import annotations

import json

import pytest

from csws.targets import TARGETS
from tests.cli.console import csws, reported, unfinished
from tests.crash.corpus import START
from tests.crash.place import FilePlace
from tests.crash.runs import write


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setitem(TARGETS, "hubspot", "tests.crash.place")
    monkeypatch.setattr(FilePlace, "fault", "")
    monkeypatch.setattr(FilePlace, "readable", True)
    write(tmp_path, START)
    return tmp_path


def broken(project, monkeypatch, fault: str, readable: bool = True):
    monkeypatch.setattr(FilePlace, "fault", fault)
    monkeypatch.setattr(FilePlace, "readable", readable)
    done = csws(project, "apply", "--auto-approve", "--new-account", "--format", "json")
    monkeypatch.setattr(FilePlace, "fault", "")
    return done


def ids(account):
    return {
        key: account[key] if key != "failed" else [item["id"] for item in account[key]]
        for key in ("done", "failed", "never_tried", "waiting")
    }


def test_exit_6_lists_done_failed_and_never_tried_and_how_to_continue(project, monkeypatch):
    done = broken(project, monkeypatch, "refuse:3")
    account = done.json["accounts"][0]
    assert (done.code, account["exit_code"]) == (6, 6)
    assert ids(account) == {"done": [1, 2], "failed": [3], "never_tried": [4, 5], "waiting": []}
    assert account["revision"] == {"before": 0, "after": 2}
    assert csws(project, "apply", "--resume").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_manual_steps_wait_and_are_recorded_as_done(project, monkeypatch):
    done = broken(project, monkeypatch, "manual:2", readable=False)
    account = done.json["accounts"][0]
    assert (done.code, ids(account)) == (6, {"done": [1], "failed": [], "never_tried": [], "waiting": [2, 3, 4, 5]})
    assert reported(project, "2-5", "Kim").code == 0
    revisions = csws(project, "history", "--format", "json").json["accounts"][0]["revisions"]
    assert [item["operator"] for item in revisions] == ["Kim", "Kim", "Kim", "Kim", "ops@acme.example"]
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_an_uncertain_step_that_cannot_be_read_is_never_sent_again(project, monkeypatch):
    assert broken(project, monkeypatch, "lost-after:2", readable=False).code == 6
    log = (project / "place/log").read_text()
    stuck = csws(project, "apply", "--resume", "--format", "json")
    assert (stuck.code, "--done 2" in stuck.json["accounts"][0]["error"]["hint"]) == (6, True)
    assert (project / "place/log").read_text() == log
    assert reported(project, "2", "Kim").code == 0


def test_a_place_that_was_changed_meanwhile_is_a_conflict(project, monkeypatch):
    assert broken(project, monkeypatch, "lost-after:2").code == 0  # read back immediately: it was done
    write(project, {**START, "workspaces": {**START["workspaces"], "a": {**START["workspaces"]["a"], "name": "A2"}}})
    monkeypatch.setattr(FilePlace, "readable", False)
    assert broken(project, monkeypatch, "lost-before:1", readable=False).code == 6
    monkeypatch.setattr(FilePlace, "readable", True)
    file = project / "place/settings.json"
    file.write_text(file.read_text().replace('"name":"A"', '"name":"Somebody"'))
    conflict = csws(project, "apply", "--resume", "--format", "json")
    assert (conflict.code, conflict.json["accounts"][0]["error"]["code"]) == (6, "conflict")


def test_a_precondition_is_read_just_before_the_step(project, monkeypatch):
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 0
    file = project / "place/settings.json"
    file.write_text(file.read_text().replace('"name":"A"', '"name":"Somebody"'))
    write(project, {**START, "workspaces": {**START["workspaces"], "a": {**START["workspaces"]["a"], "name": "A2"}}})
    log = (project / "place/log").read_text()
    refused = csws(project, "apply", "--auto-approve", "--new-account")
    assert refused.code == 5
    assert (project / "place/log").read_text() == log


def test_without_an_unfinished_run_nothing_is_resumed(project):
    done = csws(project, "apply", "--resume")
    assert (done.code, "Nothing to resume" in done.err) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--done", "1"],
        ["--by", "Kim"],
        ["--resume", "--done", "1"],
        ["--resume", "--by", "Kim"],
        ["--done", "1", "--by", "Kim"],
        ["--resume", "--done", "x", "--by", "Kim"],
        ["--resume", "--done", "1-", "--by", "Kim"],
    ],
)
def test_done_and_by_go_together(project, arguments):
    assert csws(project, "apply", *arguments).code == 64


def test_an_embedded_account_continues_after_a_kill(tmp_path, monkeypatch):
    """The store keeps the plan from the start of the run; here the process dies just before its
    commit."""
    from csws.targets.ledger.writing import LedgerWriter

    csws(tmp_path, "init")

    def dead(self):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LedgerWriter, "commit", dead)
        assert csws(tmp_path, "apply", "--auto-approve", "--new-account").code == 130
    assert csws(tmp_path, "plan", "--detailed-exitcode").code == 2
    assert csws(tmp_path, "apply", "--resume").code == 0
    assert csws(tmp_path, "plan", "--detailed-exitcode").code == 0
    assert "Nothing to resume" in csws(tmp_path, "apply", "--resume").err


def test_an_unfinished_run_never_blocks_a_new_plan_on_an_embedded_account(tmp_path, monkeypatch):
    from csws.targets.ledger.writing import LedgerWriter

    csws(tmp_path, "init")

    def dead(self):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LedgerWriter, "commit", dead)
        csws(tmp_path, "apply", "--auto-approve", "--new-account")
    file = tmp_path / "workspaces/apac.yaml"
    file.write_text(file.read_text().replace("APAC customer success", "Asia"))
    assert csws(tmp_path, "apply", "--auto-approve", "--new-account").code == 0
    assert csws(tmp_path, "plan", "--detailed-exitcode").code == 0
    assert json.loads(csws(tmp_path, "history", "--format", "json").out)["accounts"][0]["revisions"][0]["number"] == 1


@pytest.mark.usefixtures("asked_once")
def test_a_step_whose_result_is_unknown_is_told_wherever_the_run_is_told(project, monkeypatch):
    assert broken(project, monkeypatch, "lost-after:2", readable=False).code == 6
    monkeypatch.setattr(FilePlace, "readable", False)
    run = unfinished(project)
    assert (run["in_doubt"], run["waiting"]) == ([2], [2, 3, 4, 5])
    for command in ("plan", "runs", "doctor"):
        assert "Step 2 began, and it is not known whether it ended" in " ".join(csws(project, command).out.split())
