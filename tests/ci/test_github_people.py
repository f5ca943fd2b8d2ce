"""Steps for people: an account at HubSpot, whose record is text under git."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.ci.company import git
from tests.ci.forges.server import Fault
from tests.ci.on_github import person

RECORD = "records/acme.jsonl"
NEW = {"CSWS_APPLY_ARGUMENTS": "--new-account"}
RENAME = ("workspaces/apac.yaml", "APAC customer success", "APAC CS")


def at_hubspot(files):
    text = files["csws.yaml"]
    files["csws.yaml"] = re.sub(r"sqlite:\S+.*", f"hubspot:1234567\n    store: file:{RECORD}", text)
    files["catalogs/acme.json"] = re.sub(r'"id": "\d+"', '"id": "1234567"', files["catalogs/acme.json"], count=1)


@pytest.fixture
def acme(company):
    return company(at_hubspot)


def merged(acme):
    """A pull request whose merge waits for a person."""
    acme.first = acme.pull("apac", RENAME)
    assert acme.plan(acme.first).code == 0
    acme.begun = acme.apply(acme.merge(acme.first), **NEW)
    acme.fresh()


@pytest.fixture
def waiting(company):
    return company(at_hubspot, merged)


def the_issue(acme) -> int:
    (number,) = acme.open_issues()
    return number


def test_steps_that_wait_are_an_outcome(waiting):
    begun = waiting.begun
    assert (begun.code, begun.outputs["exit-code"]) == (0, "6"), begun.out + begun.err
    assert begun.outputs["waiting"] == "true"
    assert begun.outputs["runbook"].endswith("/runbooks")
    assert "Runbook for acme" in begun.summary
    (told,) = waiting.comments(waiting.first, "result")
    assert "must be done by a person" in told
    assert "issue" in told
    assert "Runbook for acme" in told
    issue = waiting.hub.issues[the_issue(waiting)]
    assert issue.body.count("- [ ] **") == 4
    assert "run_begun" in waiting.file_on_main(RECORD) or '"begun"' in waiting.file_on_main(RECORD)


def test_the_record_is_pushed_before_anybody_is_told(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    seen = []
    answer = acme.hub.answer

    def watching(request):
        if request.method == "POST" and "graphql" not in request.path:
            seen.append(subprocess.run(["git", "cat-file", "-e", f"main:{RECORD}"], cwd=acme.remote).returncode)
        return answer(request)

    acme.hub.answer = watching
    acme.apply(acme.merge(pull), **NEW)
    assert seen
    assert set(seen) == {0}


def test_ticks_record_who_did_what_and_the_end_closes_the_issue(waiting):
    number = the_issue(waiting)
    person("lee", waiting.hub, "write")
    first = waiting.tick(number, 1, 2, who="kim")
    assert (first.code, first.outputs["exit-code"]) == (0, "6"), first.out + first.err
    waiting.fresh()
    last = waiting.tick(number, 3, 4, who="lee")
    assert (last.code, last.outputs["exit-code"]) == (0, "0"), last.out + last.err
    assert waiting.hub.issues[number].state == "closed"
    waiting.show_main()
    history = waiting.csws("history")
    assert history.count("kim") == 2
    assert history.count("lee") == 2
    assert waiting.document("plan")["accounts"][0]["summary"]["steps"] == 0
    (told,) = waiting.comments(waiting.first, "result")
    assert "must be done" not in told


def test_a_report_by_hand(waiting):
    run = waiting.waiting_run()
    done = waiting.dispatch("resume", CSWS_RUN=run, CSWS_DONE="1-2", GITHUB_ACTOR="kim")
    assert (done.code, done.outputs["exit-code"]) == (0, "6"), done.out + done.err
    assert waiting.hub.issues[the_issue(waiting)].body.count("- [x] **") == 2
    again = waiting.dispatch("resume", CSWS_RUN=run, CSWS_DONE="1-2", GITHUB_ACTOR="lee")
    assert again.code == 0  # to repeat a report is harmless
    waiting.show_main()
    assert "lee" not in waiting.csws("history")
    assert waiting.dispatch("resume", CSWS_RUN=run, CSWS_DONE="1-9").code == 64
    assert waiting.dispatch("resume", CSWS_RUN="0" * 12, CSWS_DONE="1").code == 1
    assert waiting.dispatch("resume").code == 64


def _record(acme) -> str:
    return acme.file_on_main(RECORD)


REFUSED = {
    "somebody who may only read": ("lou", "read", lambda body: body.replace("- [ ]", "- [x]")),
    "somebody unknown": ("eve", None, lambda body: body.replace("- [ ]", "- [x]")),
    "a step that the run does not have": ("kim", "admin", lambda body: f"{body}\n- [x] **77.** More\n"),
    "a command in the text": ("kim", "admin", lambda body: f"{body}\ncsws apply --resume --done 1-4\n--done 1-4\n"),
    "another run in the mark": (
        "kim",
        "admin",
        lambda body: re.sub(r"run (\w+) acme \w+ -->", r"run \1 acme 000000000000 -->", body),
    ),
    "only unticked": ("kim", "admin", lambda body: body.replace("Tick", "tick")),
}


@pytest.mark.parametrize("who", REFUSED)
def test_nothing_else_is_recorded(waiting, who):
    login, role, change = REFUSED[who]
    if role:
        person(login, waiting.hub, role)
    number, before = the_issue(waiting), _record(waiting)
    done = waiting.edit_issue(number, change(waiting.hub.issues[number].body), who=login)
    assert done.code == 0, done.out
    assert "::warning" in done.out
    assert _record(waiting) == before


def test_an_issue_that_csws_did_not_open_counts_for_nothing(waiting):
    body = waiting.hub.issues[the_issue(waiting)].body
    theirs = waiting.hub.open_issue(body=body)
    before = _record(waiting)
    done = waiting.edit_issue(theirs.number, body.replace("- [ ]", "- [x]"))
    assert done.code == 0
    assert "is not one that csws opened" in done.out
    assert _record(waiting) == before


def test_a_tick_of_a_run_that_has_ended(waiting):
    number = the_issue(waiting)
    body = waiting.hub.issues[number].body
    waiting.dispatch("abandon", CSWS_RUN=waiting.waiting_run(), GITHUB_ACTOR="lee")
    waiting.hub.issues[number].body = body
    done = waiting.tick(number, 1)
    assert done.code == 0
    assert "has ended" in done.out


def test_to_give_a_run_up_closes_its_issue(waiting):
    number, run = the_issue(waiting), waiting.waiting_run()
    waiting.fresh()
    done = waiting.dispatch("abandon", CSWS_RUN=run, GITHUB_ACTOR="lee")
    assert done.code == 0, done.out + done.err
    assert waiting.hub.issues[number].state == "closed"
    waiting.show_main()
    assert waiting.document("runs")["accounts"][0]["runs"] == []
    assert "lee" in waiting.csws("history")


def test_what_was_merged_meanwhile_is_told_and_comes_to_its_turn(waiting):
    """The second pull request waits for the run of the first, and its reviewers hear how to go on."""
    second = waiting.pull("emea", ("workspaces/emea.yaml", "EMEA customer success", "EMEA CS"))
    assert "waiting" in waiting.plan(second).summary
    refused = waiting.apply(waiting.merge(second))
    assert refused.code == 4
    (told,) = waiting.comments(second, "result")
    assert ("exit code 4" in told and "CSW607" in told) or "run" in told
    number = the_issue(waiting)
    waiting.fresh()
    ended = waiting.tick(number, 1, 2, 3, 4)
    assert ended.code == 5, ended.out  # what is left was planned before the run ended
    (told,) = waiting.comments(second, "result")
    assert "not applied, because" in told
    assert "run the workflow" in told
    planned = waiting.dispatch("plan")
    assert "EMEA CS" in planned.summary
    done = waiting.dispatch("apply", CSWS_EXPECT=planned.outputs["digests"])
    assert (done.code, done.outputs["exit-code"]) == (0, "6")
    (told,) = waiting.comments(second, "result")
    assert "must be done by a person" in told


def test_the_same_run_has_one_issue(waiting):
    number = the_issue(waiting)
    waiting.apply(git(waiting.desk, "rev-parse", "origin/main"), **NEW)
    assert the_issue(waiting) == number


def test_an_issue_whose_answer_was_lost_is_not_opened_twice(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    acme.hub.faults = [Fault("POST .*/issues$", 1, close=True, done=True)]
    assert acme.apply(acme.merge(pull), **NEW).code == 0
    the_issue(acme)


def test_if_nobody_can_be_told_the_job_fails(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    acme.hub.faults = [Fault("POST .*/issues$", 9, 403, {}, {"message": "Resource not accessible by integration"})]
    done = acme.apply(acme.merge(pull), **NEW)
    assert done.code == 1
    assert "issues: write" in done.out


# Pushing the record


def somebody_pushes(acme, change) -> None:
    """Before the next push of the runner gets through, somebody else's does, once."""
    other = acme.folder / "other"
    git(acme.folder, "clone", "--quiet", str(acme.remote), str(other))
    hook = acme.remote / "hooks/pre-receive"
    change(other)
    git(other, "add", "--all")
    git(other, "commit", "--quiet", "--message=meanwhile")
    hook.write_text(
        f"#!/bin/sh\nrm -f {hook}\nunset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n"
        f"cd {other} && git push --quiet origin HEAD:main\nexit 1\n"
    )
    hook.chmod(0o755)


def test_a_push_that_came_first_is_built_upon(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    sha = acme.merge(pull)
    somebody_pushes(acme, lambda other: (other / "README.md").write_text("hello\n"))
    assert acme.apply(sha, **NEW).code == 0
    assert acme.file_on_main("README.md") == "hello"
    acme.fresh()
    acme.show_main()
    assert len(acme.document("runs")["accounts"][0]["runs"]) == 1


def test_lines_that_came_first_are_kept(waiting):
    """Somebody observes another workspace while the job records."""
    number = the_issue(waiting)

    def observe(other: Path) -> None:
        command = [waiting.folder / "bin/csws", "observe", "--set", "workspace.primary.description=Seen"]
        done = subprocess.run(command, cwd=other, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    somebody_pushes(waiting, observe)
    done = waiting.tick(number, 1)
    waiting.show_main()
    verified = waiting.document("record", "verify")["records"][0]
    assert verified["valid"], verified
    if done.outputs["exit-code"] == "6" and done.code == 0:
        assert "Seen" in _record(waiting)
        assert "kim" in _record(waiting)
    else:  # both sides touch the same things: a person decides
        assert "record" in done.outputs


def test_a_branch_that_nobody_may_push_to(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    sha = acme.merge(pull)
    hook = acme.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'protected branch hook declined' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = acme.apply(sha, **NEW)
    assert (done.code, done.outputs["exit-code"]) == (6, "6")
    assert (Path(done.outputs["record"]) / RECORD).is_file()
    assert "protected branch hook declined" in done.out
    assert "csws record merge" in done.out
    assert acme.open_issues() == []  # nobody is sent to work that the branch does not know


def test_a_pull_request_may_only_add_to_a_record(waiting):
    waiting.branch("record")
    file = waiting.desk / RECORD
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:-1]))
    pull = waiting.hub.open_pull(head_sha=waiting.push("record"))
    waiting.fresh()
    waiting.checkout(pull.head_sha)
    event = {"pull_request": {"number": pull.number, **pull.json()}}
    done = waiting.run("validate", event, GITHUB_EVENT_NAME="pull_request", GITHUB_BASE_REF="main")
    assert done.code == 1
    assert f"::error title=csws::{RECORD}" in done.out


def test_a_stranger_s_edit_is_undone(waiting):
    """Also of a step's text, so that a tick of somebody who may write is for what csws wrote."""
    person("lou", waiting.hub, "triage")
    number = the_issue(waiting)
    before = waiting.hub.issues[number].body
    waiting.edit_issue(number, before.replace("- [ ]", "- [x]").replace("Create", "Delete"), who="lou")
    assert waiting.hub.issues[number].body == before


def test_two_reports_on_one_run_at_once_are_both_recorded(waiting):
    """Somebody reports step 1 with their own clone while the job records steps 1 and 2."""
    number, run = the_issue(waiting), waiting.waiting_run()

    def report(other: Path) -> None:
        words = ["apply", "--resume", "--run", run, "--done", "1", "--by", "lee"]
        done = subprocess.run(
            [waiting.folder / "bin/csws", *words],
            cwd=other,
            env=waiting.environment(()),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 6, done.stdout + done.stderr

    somebody_pushes(waiting, report)
    done = waiting.tick(number, 1, 2)
    assert (done.code, done.outputs["exit-code"]) == (0, "6"), done.out + done.err
    waiting.show_main()
    run_now = waiting.document("runs")["accounts"][0]["runs"][0]
    assert run_now["done"] == [1, 2]
    history = waiting.csws("history")
    assert history.count("kim") == 1
    assert history.count("lee") == 1
