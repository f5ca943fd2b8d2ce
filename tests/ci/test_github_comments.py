"""The comments on a pull request: one for each project, never an older run's, with any token, and
true also where no plan could be made."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.ci.company import git
from tests.ci.forges.github import ACTIONS_TOKEN, APP_TOKEN, FORK_TOKEN, KIM_TOKEN
from tests.ci.forges.server import Fault

RENAME = ("workspaces/apac.yaml", "APAC customer success", "APAC CS")
COMMENTS = "/issues/\\d+/comments"


@pytest.fixture
def acme(company):
    return company()


def test_it_says_what_it_is_about(acme):
    pull = acme.pull("apac", RENAME)
    done = acme.plan(pull)
    (comment,) = acme.comments(pull)
    assert f"https://github.com/o/r/commit/{pull.head_sha}" in comment
    assert f"https://github.com/o/r/actions/runs/{acme.runs}" in comment
    assert "would be changed" in done.summary
    assert "would be changed" in comment
    assert "approve and merge this pull request: the merge approves exactly this plan" in comment
    page = Path(done.outputs["page"]).read_text()
    assert page.count("<!doctype html>") == 1
    assert f"<h1>{pull.title}</h1>" in page
    links = (f"pull/{pull.number}", f"commit/{pull.head_sha}", f"actions/runs/{acme.runs}")
    assert [link for link in links if f'href="https://github.com/o/r/{link}"' not in page] == []
    assert re.search("planned by [^<]+ · <time datetime=", page)
    assert json.loads(Path(done.outputs["sarif"]).read_text())["version"] == "2.1.0"


@pytest.mark.parametrize("folders", [("team a", "team_a"), ("日本", "本日"), ("a/b", "a_b")])
def test_each_project_has_its_own(acme, folders):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    files = {name: (acme.desk / name).read_text() for name in git(acme.desk, "ls-files").splitlines()}
    acme.branch("more")
    for folder in folders:
        acme.write({f"{folder}/{name}": text for name, text in files.items()})
    pull = acme.hub.open_pull(head_sha=acme.push("more"), head_ref="more")
    pages = {acme.plan(pull, CSWS_DIRECTORY=folder).outputs["page"] for folder in folders}
    assert len(pages) == 2
    first, second = acme.comments(pull)
    assert first.splitlines()[1] != second.splitlines()[1]


def test_the_same_folder_is_one_project_however_it_is_spelled(acme):
    pull = acme.pull("apac", RENAME)
    for spelling in (".", "./", "", "./."):
        acme.plan(pull, CSWS_DIRECTORY=spelling)
    assert len(acme.comments(pull)) == 1


def test_a_matrix_over_accounts_has_one_each(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull, CSWS_ACCOUNTS="acme")
    acme.plan(pull, CSWS_ACCOUNTS="ac*")
    assert len(acme.comments(pull)) == 2


def test_an_older_run_changes_nothing(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull, GITHUB_RUN_ID="501")
    (newer,) = acme.comments(pull)
    done = acme.plan(pull, GITHUB_RUN_ID="500", GITHUB_RUN_ATTEMPT="7")
    assert acme.comments(pull) == [newer]
    assert "A newer run has commented already" in done.out


def test_a_run_for_an_older_commit_changes_nothing(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    (before,) = acme.comments(pull)
    old = pull.json()
    pull.head_sha = "e" * 40
    event = {"pull_request": {"number": pull.number, **old}}
    done = acme.run("plan", event, GITHUB_EVENT_NAME="pull_request", GITHUB_BASE_REF="main")
    assert acme.comments(pull) == [before]
    assert "A newer commit was pushed" in done.out


def test_where_no_plan_can_be_made_it_says_so(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    acme.edit("workspaces/apac.yaml", "APAC CS", "APAC C")
    pull.head_sha = acme.push("apac")
    done = acme.plan(pull, CSWS_ARGUMENTS="--no-such-option")
    assert done.code == 64
    (comment,) = acme.comments(pull)
    assert "no plan could be made" in comment
    assert "--no-such-option" in comment
    assert "no longer counts" in comment
    assert "no plan could be made" in done.summary
    assert "::error title=csws::No plan could be made (exit code 64)" in done.out


def test_an_invalid_configuration_is_annotated_and_told(acme):
    pull = acme.pull("apac", ("workspaces/apac.yaml", "[APAC CSM]", "[Nobody]"))
    done = acme.plan(pull)
    assert (done.code, done.outputs["exit-code"]) == (3, "3")
    assert "::error file=workspaces/apac.yaml,line=5" in done.out
    (comment,) = acme.comments(pull)
    assert "No plan was made" in comment
    assert "CSW303" in comment
    assert acme.apply(acme.merge(pull)).code == 3
    assert "not everything was applied" in acme.comments(pull, "result")[0]


@pytest.mark.parametrize("token", [ACTIONS_TOKEN, APP_TOKEN, KIM_TOKEN])
def test_any_token_finds_its_own(acme, token):
    """And the approval is found, whoever comments."""
    pull = acme.pull("apac", RENAME)
    given = {"GITHUB_TOKEN": token, "CSWS_JOB_TOKEN": ACTIONS_TOKEN}
    acme.plan(pull, **given)
    acme.plan(pull, **given)
    ours = [item for item in acme.hub.comments if (item.body or "").startswith("<!-- csws plan")]
    assert len(ours) == 1
    assert acme.apply(acme.merge(pull), **given).code == 0


def test_somebody_elses_comment_with_our_mark_is_left_alone(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    (ours,) = acme.comments(pull)
    acme.hub.comments[0].app, acme.hub.comments[0].user = None, acme.hub.open_issue().user
    acme.plan(pull)
    bodies = [item.body for item in acme.hub.comments]
    assert bodies[0] == ours
    assert len(bodies) == 2


def test_deleted_people_and_empty_comments_are_read(acme):
    pull = acme.pull("apac", RENAME)
    for number in range(130):
        acme.hub.comment(pull.number, None if number % 2 else "x", None if number % 3 else acme.hub.open_issue().user)
    assert acme.plan(pull).code == 0
    assert acme.plan(pull).code == 0
    assert len(acme.comments(pull)) == 1


FAULTS = {
    "a limit, for a second": (
        Fault(f"GET .*{COMMENTS}", 1, 403, {"Retry-After": "1"}, {"message": "secondary"}),
        0,
        "",
    ),
    "a failure that passes": (Fault(f"GET .*{COMMENTS}", 1, 502), 0, ""),
    "a connection closed while reading": (Fault(f"GET .*{COMMENTS}", 1, close=True), 0, ""),
    "an answer that is lost": (Fault(f"POST .*{COMMENTS}", 1, close=True, done=True), 0, ""),
    "a write that failed, perhaps": (Fault(f"POST .*{COMMENTS}", 1, 502), 0, ""),
    "a page of a proxy": (Fault(f"GET .*{COMMENTS}", 9, 200, {}, "<html>sign in</html>"), 1, "Check the proxy"),
    "a token that nobody knows": (
        Fault(f"POST .*{COMMENTS}", 9, 401, {}, {"message": "Bad credentials"}),
        1,
        "does not accept the token",
    ),
    "a permission that is missing": (
        Fault(f"POST .*{COMMENTS}", 9, 403, {}, {"message": "Resource not accessible by integration"}),
        1,
        "pull-requests: write",
    ),
    "no permission for checks": (
        Fault("POST .*/check-runs", 9, 403, {}, {"message": "Resource not accessible by integration"}),
        1,
        "checks: write",
    ),
    "a limit that lasts": (
        Fault(f"GET .*{COMMENTS}", 9, 403, {"Retry-After": "3000"}, {"message": "secondary"}),
        1,
        "rate limit",
    ),
    "something else": (
        Fault(f"POST .*{COMMENTS}", 9, 422, {}, {"message": "Validation Failed"}),
        1,
        "Validation Failed",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_each_failure_of_the_api_is_told_as_what_it_is(acme, what):
    fault, code, said = FAULTS[what]
    pull = acme.pull("apac", RENAME)
    acme.hub.faults = [Fault(**vars(fault))]
    done = acme.plan(pull)
    assert (done.code, done.outputs["exit-code"]) == (code, "2"), done.out + done.err
    assert said in done.out
    assert "fork" not in done.out
    assert "Traceback" not in done.err
    if code == 0:
        assert len(acme.comments(pull)) == 1


def test_a_forks_token_only_reads(acme):
    pull = acme.pull("apac", RENAME)
    pull.head_repository = "someone/r"
    done = acme.plan(pull, GITHUB_TOKEN=FORK_TOKEN)
    assert (done.code, done.outputs["exit-code"]) == (0, "2")
    assert "::warning title=csws::" in done.out
    assert "fork's pull request" in done.out
    assert "would be changed" in done.summary


def test_a_failure_while_reading_the_approval_is_not_a_stale_plan(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    sha = acme.merge(pull)
    acme.hub.faults = [Fault("GET .*/pulls", 9, 401, {}, {"message": "Bad credentials"})]
    done = acme.apply(sha)
    assert done.code == 1
    assert "does not accept the token" in done.out


def test_comments_can_be_switched_off(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull, CSWS_COMMENT="false")
    assert acme.comments(pull) == []
    assert acme.apply(acme.merge(pull)).code == 0


def test_what_comes_from_outside_is_never_run(acme):
    evil = "$(touch gone); `touch gone`"
    pull = acme.pull("apac", RENAME)
    assert acme.plan(pull, CSWS_ARGUMENTS=f"--max-lost=10\n\n{evil}").outputs["exit-code"] == "64"
    assert acme.plan(pull, CSWS_DIRECTORY=evil).code != 0
    assert acme.plan(pull, CSWS_EXPECT=evil).code == 0
    assert not list(acme.folder.rglob("gone"))


@pytest.mark.parametrize("command", ["destroy", ""])
def test_unknown_commands_are_refused(acme, command):
    done = acme.run(command, {})
    assert done.code == 64
    assert "Set the input command" in done.out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a checkout to another user")
def test_a_checkout_of_another_user_is_read(acme):
    """As in the jobs that run in a container."""
    pull = acme.pull("apac", RENAME)
    assert acme.plan(pull).code == 0
    for path in [acme.runner, *acme.runner.rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    home = acme.folder / "home"
    home.mkdir()
    event = {"pull_request": {"number": pull.number, **pull.json()}}
    given = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
    assert acme.run("plan", event, **given, HOME=str(home)).code == 0


def test_a_shallow_checkout_is_enough(acme):
    pull = acme.pull("apac", RENAME)
    for reference in git(acme.runner, "for-each-ref", "--format=%(refname)", "refs/remotes").splitlines():
        git(acme.runner, "update-ref", "-d", reference)
    event = {"pull_request": {"number": pull.number, **pull.json()}}
    git(acme.runner, "fetch", "--quiet", "--depth=1", "origin", "apac")
    git(acme.runner, "checkout", "--quiet", "FETCH_HEAD")
    done = acme.run("plan", event, GITHUB_EVENT_NAME="pull_request", GITHUB_BASE_REF="main")
    assert done.code == 0, done.err
