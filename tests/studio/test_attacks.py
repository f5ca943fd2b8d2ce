"""What a hostile page, a damaged file or a second window does to a studio: a refusal with a next step, and no lost work."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
import yaml

from csws.studio.app import application
from csws.studio.desk import Desk
from csws.studio.screens import accounts
from tests.cli.runs_project import begun, hubspot, several
from tests.editing.drafting import git
from tests.studio.application import answered
from tests.studio.process import Answer, Studio, studio

CASES = yaml.safe_load((Path(__file__).parent / "attacks.yaml").read_text())
NAME = {"address": "workspace.emea", "path": "name"}


def sent(running: Studio, method: str, path: str, body: bytes) -> Answer:
    """A write with a body that no JSON library would make."""
    headers = {
        "Cookie": running.cookie,
        "Content-Type": "application/json",
        "Origin": f"http://{running.host}",
        "Sec-Fetch-Site": "same-origin",
    }
    return running.ask(method, f"/{running.folder}{path}", headers, body)


@pytest.mark.parametrize("body", CASES["bodies"], ids=lambda case: case["is"])
@pytest.mark.parametrize("path", CASES["writes"])
def test_a_body_that_cannot_be_kept_is_refused(asked, path, body):
    text = body["start"] + body.get("again", "") * body.get("times", 1) + body.get("end", "")
    method, _, address = path.partition(" ")
    answer = sent(asked, method, address, text.encode("latin-1"))
    assert answer.status == 422, answer
    assert answer.json["error"]["message"] == "The request is not JSON."


@pytest.mark.parametrize("cookie", ["{}é", "{}; csws_studio_{port}=é", "csws_studio_{port}=é; {}"])
def test_a_cookie_of_another_server_does_not_stop_the_studio(asked, cookie):
    text = cookie.replace("{port}", str(asked.port)).replace("{}", asked.cookie)
    answer = asked.ask("GET", f"/{asked.folder}/", {"Cookie": text})
    assert answer.status == (404 if text == f"{asked.cookie}é" else 200)


@pytest.mark.parametrize("step", ["9" * 5000, "-1", "x", "%C2%B2", "1.0"])
def test_the_number_of_a_step_is_a_number(asked, step):
    answer = asked.call("POST", f"/api/runs/000000000000/steps/{step}", {"outcome": "done", "who": "x"})
    assert answer.status == 422, answer
    assert "is not the number of a step" in answer.json["error"]["message"]


def test_the_runbook_opens_behind_any_step(tmp_path):
    begun(root := hubspot(tmp_path))
    with studio(root) as started:
        name = started.enter().call("GET", "/api/project").json["accounts"][0]
        assert started.call("GET", f"/accounts/{name}/runbook?after={'9' * 5000}").status == 200


@pytest.mark.parametrize("case", CASES["drafts"], ids=lambda case: case["is"])
def test_a_damaged_draft_is_kept_and_named(root, running, case):
    file = root / ".csws/drafts/current.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(case["text"])
    for path in ("/api/drafts/current", "/accounts/meridian/review"):
        answer = running.call("GET", path)
        assert answer.status == 422, answer
        assert ".csws/drafts/current.json" in answer.text
        assert case["why"] in answer.text
    assert file.read_text() == case["text"]


@pytest.mark.parametrize("case", CASES["sheets"], ids=lambda case: case["is"])
def test_a_damaged_form_is_kept_and_named(root, running, case):
    file = root / ".csws/drafts/adopt-meridian.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(case["text"])
    answer = running.call("GET", "/accounts/meridian/adopt")
    assert answer.status == 422, answer
    assert ".csws/drafts/adopt-meridian.json" in answer.text
    assert file.read_text() == case["text"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names on POSIX only")
def test_a_draft_that_is_a_pipe_does_not_hang_the_studio(root, running):
    file = root / ".csws/drafts/current.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(file)
    answer = running.call("GET", "/api/drafts/current")
    assert (answer.status, answer.json["error"]["code"]) == (422, "unreadable_draft")


def test_of_windows_that_save_at_once_one_wins_and_the_others_are_told(root, running):
    base = running.call("GET", "/api/project").json["files"]
    answers = {}

    def save(name: str) -> None:
        edit = {**NAME, "value": name, "before": "EMEA customer success"}
        answers[name] = running.call("POST", "/api/save", {"edits": [edit], "base": base})

    windows = [threading.Thread(target=save, args=(f"Window {number}",)) for number in range(6)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    [won] = [name for name, answer in answers.items() if answer.status == 200]
    assert f"name: {won}\n" in (root / "workspaces/emea.yaml").read_text()
    for name, answer in answers.items():
        if name != won:
            assert answer.status == 409
            assert answer.json["conflicts"][0]["theirs"] == won


@pytest.mark.parametrize("case", CASES["files"], ids=lambda case: case["is"])
def test_a_file_that_cannot_be_read_takes_no_change_with_it(root, running, case):
    base = running.call("GET", "/api/project").json["files"]
    body = {"edits": [{**NAME, "value": "X"}], "base": base}
    (root / case["file"]).write_bytes(case["text"].encode("latin-1"))
    for path in ("/api/check", "/api/save"):
        answer = running.call("POST", path, body if path == "/api/save" else {"edits": body["edits"]})
        assert (answer.status, answer.json["error"]["code"]) == (422, "file"), answer
        assert case["file"] in answer.json["error"]["message"]
    assert git(root, "status", "--porcelain", "--", ".", ":!.csws").split() == ["M", case["file"]]


def test_the_accounts_say_what_is_wrong_with_the_project(root, running):
    (root / "csws.yaml").write_text("accounts: [x\n")
    answer = running.call("GET", "/")
    assert answer.status == 200
    assert "is not closed" in answer.text
    assert "csws.yaml, line 1" in answer.text
    assert "names no account yet" not in answer.text


def test_limits_are_numbers(asked):
    body = json.dumps({"account": "meridian", "digest": "x", "max_lost": float("nan")}).encode()
    assert sent(asked, "POST", "/api/runs", body).status == 422


def test_accounts_that_do_not_answer_are_waited_for_together(tmp_path, monkeypatch):
    (tmp_path / "acme").mkdir()
    root = several(tmp_path / "acme", "one", "two", "three")
    plan, all_wait = accounts.plan_account, threading.Barrier(3, timeout=30)

    def slow(*given):
        all_wait.wait()
        return plan(*given)

    monkeypatch.setattr(accounts, "plan_account", slow)
    status, _ = answered(application(Desk(root=root), lambda: None), "/")
    assert status == 200
