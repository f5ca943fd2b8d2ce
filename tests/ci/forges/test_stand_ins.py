"""The stand-ins answer as GitHub and GitLab document it, where that takes more than a lookup."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from email.message import Message
from http.client import RemoteDisconnected
from typing import Any

import pytest

from tests.ci.forges import github as hub
from tests.ci.forges import gitlab as lab
from tests.ci.forges.github_api.state import User
from tests.ci.forges.gitlab_api.state import GUEST
from tests.ci.forges.server import Fault

MERGED, HEAD = "b" * 40, "a" * 40
REPOSITORY, PROJECT = "/repos/o/r", "/projects/42"


@pytest.fixture
def github():
    with hub.GitHub() as forge:
        yield forge


@pytest.fixture
def gitlab():
    with lab.GitLab() as forge:
        yield forge


def call(
    url: str, method: str = "GET", body: Any = None, *, timeout: float = 10, **headers: str
) -> tuple[int, Any, Message]:
    """The status, the body and the headers of an answer, whatever its status."""
    data = None if body is None else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data, named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, json.load(response), response.headers
    except urllib.error.HTTPError as error:
        with error:
            text = error.read().decode()
        is_json = (error.headers["Content-Type"] or "").startswith("application/json")
        return error.code, json.loads(text) if is_json else text, error.headers


def ask(forge: hub.GitHub, path: str, method: str = "GET", body: Any = None, *, token: str = hub.ACTIONS_TOKEN) -> Any:
    return call(forge.url + path, method, body, Authorization=f"Bearer {token}")


def ask_lab(
    forge: lab.GitLab, path: str, method: str = "GET", body: Any = None, *, token: str = lab.BOT_TOKEN
) -> tuple[int, Any, Message]:
    return call(forge.url + path, method, body, PRIVATE_TOKEN=token)


# Pages


@pytest.mark.parametrize(
    ("asked", "size"), [("", 30), ("?per_page=100", 100), ("?per_page=1000", 100), ("?per_page=7", 7)]
)
def test_github_links_every_page_of_a_list(github, asked, size):
    pull = github.open_pull()
    for number in range(250):
        github.comment(pull.number, str(number))
    url, pages = f"{github.url}{REPOSITORY}/issues/1/comments{asked}", []
    while url:
        status, items, headers = call(url, Authorization=f"Bearer {hub.ACTIONS_TOKEN}")
        assert status == 200
        pages.append([item["body"] for item in items])
        following = re.search(r'<([^>]+)>; rel="next"', headers.get("Link", ""))
        url = following[1] if following else ""
        assert "/repositories/1/" in url or not url
    assert {len(page) for page in pages[:-1]} == {size}
    assert [body for page in pages for body in page] == [str(number) for number in range(250)]


def test_one_page_has_no_links(github):
    github.open_pull()
    assert "Link" not in ask(github, f"{REPOSITORY}/issues/1/comments")[2]


def test_gitlab_numbers_its_pages_and_sends_the_newest_first(gitlab):
    gitlab.open_issue()
    for number in range(45):
        gitlab.note("issues", 1, str(number))
    page, bodies = "1", []
    while page:
        status, notes, headers = ask_lab(gitlab, f"{PROJECT}/issues/1/notes?page={page}")
        assert (status, headers["X-Total-Pages"]) == (200, "3")
        assert ('rel="next"' in headers["Link"]) == bool(headers["X-Next-Page"])
        bodies += [note["body"] for note in notes]
        page = headers["X-Next-Page"]
    assert bodies == [str(number) for number in reversed(range(45))]


def test_a_page_of_check_runs_is_an_object(github):
    for number in range(3):
        check = {"name": f"csws {number}", "head_sha": HEAD}
        assert ask(github, f"{REPOSITORY}/check-runs", "POST", check)[0] == 201
    _, body, headers = ask(github, f"{REPOSITORY}/commits/{HEAD}/check-runs?per_page=2")
    assert (body["total_count"], len(body["check_runs"])) == (3, 2)
    assert 'rel="next"' in headers["Link"]


# Permissions

COMMENT = {"body": "hello"}
CHECK = {"name": "csws", "head_sha": HEAD}
WRITES = {
    f"{REPOSITORY}/issues/1/comments": COMMENT,
    f"{REPOSITORY}/issues": {"title": "A step"},
    f"{REPOSITORY}/check-runs": CHECK,
    f"{REPOSITORY}/statuses/{HEAD}": {"state": "success"},
}


@pytest.mark.parametrize("path", WRITES)
def test_the_token_of_a_fork_reads_and_does_not_write(github, path):
    github.open_pull()
    status, body, _ = ask(github, path, "POST", WRITES[path], token=hub.FORK_TOKEN)
    assert (status, body["message"]) == (403, "Resource not accessible by integration")
    assert not github.comments + github.check_runs + github.statuses
    assert ask(github, f"{REPOSITORY}/pulls/1", token=hub.FORK_TOKEN)[0] == 200
    assert ask(github, path, "POST", WRITES[path])[0] == 201


@pytest.mark.parametrize(
    ("area", "path"),
    [
        ("issues", f"{REPOSITORY}/issues"),
        ("pull_requests", f"{REPOSITORY}/pulls/1"),
        ("pull_requests", f"{REPOSITORY}/pulls/1/reviews"),
        ("pull_requests", f"{REPOSITORY}/commits/{HEAD}/pulls"),
        ("checks", f"{REPOSITORY}/commits/{HEAD}/check-runs"),
        ("statuses", f"{REPOSITORY}/commits/{HEAD}/statuses"),
    ],
)
def test_each_area_needs_its_permission(github, area, path):
    github.open_pull()
    for token in (hub.ACTIONS_TOKEN, hub.KIM_TOKEN):
        assert ask(github, path, token=token)[0] == 200
        github.tokens[token].permissions[area] = "none"
        status, body, _ = ask(github, path, token=token)
        kind = "personal access token" if token == hub.KIM_TOKEN else "integration"
        assert (status, body["message"]) == (403, f"Resource not accessible by {kind}")


def test_comments_on_a_pull_request_need_either_permission_and_on_an_issue_one(github):
    github.open_pull()
    github.open_issue()
    github.tokens[hub.ACTIONS_TOKEN].permissions["issues"] = "none"
    assert ask(github, f"{REPOSITORY}/issues/1/comments", "POST", COMMENT)[0] == 201
    assert ask(github, f"{REPOSITORY}/issues/2/comments", "POST", COMMENT)[0] == 403


def test_a_token_that_cannot_see_the_repository_finds_nothing(github):
    github.open_pull()
    github.tokens[hub.KIM_TOKEN].sees_repository = False
    assert ask(github, f"{REPOSITORY}/pulls/1", token=hub.KIM_TOKEN)[0] == 404
    assert ask(github, REPOSITORY, token="unknown")[0] == 401


def test_who_a_token_is(github):
    query = {"query": "query { viewer { login } }"}
    logins = {
        token: ask(github, "/graphql", "POST", query, token=token)[1]["data"]["viewer"]["login"]
        for token in github.tokens
    }
    assert logins == {
        hub.ACTIONS_TOKEN: "github-actions[bot]",
        hub.APP_TOKEN: "csws-bot[bot]",
        hub.KIM_TOKEN: "kim",
        hub.FORK_TOKEN: "github-actions[bot]",
    }
    assert ask(github, "/user")[0] == 403
    assert ask(github, "/user", token=hub.KIM_TOKEN)[1]["login"] == "kim"


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        ("admin", "admin"),
        ("maintain", "write"),
        ("write", "write"),
        ("triage", "read"),
        ("read", "read"),
        ("none",) * 2,
    ],
)
def test_roles_have_one_of_four_permissions(github, role, permission):
    github.roles["lee"] = role
    _, body, _ = ask(github, f"{REPOSITORY}/collaborators/Lee/permission")
    assert (body["permission"], body["role_name"]) == (permission, role)
    assert ask(github, f"{REPOSITORY}/collaborators/nobody/permission")[0] == 404


# Check runs


def test_only_the_app_that_made_a_check_run_may_change_it(github):
    assert ask(github, f"{REPOSITORY}/check-runs", "POST", CHECK, token=hub.KIM_TOKEN)[0] == 403
    _, run, _ = ask(github, f"{REPOSITORY}/check-runs", "POST", CHECK)
    path = f"{REPOSITORY}/check-runs/{run['id']}"
    assert ask(github, path, "PATCH", {"external_id": "x"}, token=hub.APP_TOKEN)[0] == 403
    assert ask(github, path, "PATCH", {"external_id": "x"})[1]["external_id"] == "x"
    assert run["app"]["slug"] == "github-actions"


def test_a_conclusion_completes_a_check_run_at_the_time_of_the_server(github):
    github.clock.set("2026-03-01T10:00:00Z")
    _, run, _ = ask(github, f"{REPOSITORY}/check-runs", "POST", {**CHECK, "conclusion": "success"})
    assert (run["status"], run["completed_at"]) == ("completed", "2026-03-01T10:00:00Z")
    given = {**CHECK, "conclusion": "success", "completed_at": "2020-01-01T00:00:00Z"}
    assert ask(github, f"{REPOSITORY}/check-runs", "POST", given)[1]["completed_at"] == given["completed_at"]
    _, body, _ = ask(github, f"{REPOSITORY}/commits/{HEAD}/check-runs")
    assert [item["id"] for item in body["check_runs"]] == [run["id"]]
    _, body, _ = ask(github, f"{REPOSITORY}/commits/{HEAD}/check-runs?filter=all")
    assert body["total_count"] == 2


def test_the_latest_check_run_is_one_of_each_app_and_name(github):
    for token in (hub.ACTIONS_TOKEN, hub.APP_TOKEN):
        for name in ("csws", "csws", "other"):
            ask(github, f"{REPOSITORY}/check-runs", "POST", {**CHECK, "name": name}, token=token)
    path = f"{REPOSITORY}/commits/{HEAD}/check-runs"
    counts = {
        query: ask(github, path + query)[1]["total_count"]
        for query in ("", "?filter=all", "?check_name=csws", f"?check_name=csws&app_id={hub.CSWS.id}&filter=all")
    }
    assert list(counts.values()) == [4, 6, 2, 2]


@pytest.mark.parametrize("name", ["title", "summary", "text"])
def test_the_output_of_a_check_run_has_a_limit(github, name):
    output = {"title": "t", "summary": "s", "text": "t"}
    for length, status in ((65_535, 201), (65_536, 422)):
        body = {**CHECK, "output": {**output, name: "x" * length}}
        assert ask(github, f"{REPOSITORY}/check-runs", "POST", body)[0] == status


# Issues, comments and pull requests


def test_a_comment_has_a_limit_and_may_be_deleted(github):
    github.open_pull()
    path = f"{REPOSITORY}/issues/1/comments"
    assert ask(github, path, "POST", {"body": "x" * 65_537})[0] == 422
    _, comment, _ = ask(github, path, "POST", {"body": "x" * 65_536})
    assert comment["user"] == {"login": "github-actions[bot]", "type": "Bot"}
    github.comments.clear()
    assert ask(github, f"{REPOSITORY}/issues/comments/{comment['id']}", "PATCH", COMMENT)[0] == 404


def test_titles_have_limits(github, gitlab):
    hub_statuses = [ask(github, f"{REPOSITORY}/issues", "POST", {"title": "x" * length})[0] for length in (256, 257)]
    lab_statuses = [ask_lab(gitlab, f"{PROJECT}/issues", "POST", {"title": "x" * length})[0] for length in (255, 256)]
    assert (hub_statuses, lab_statuses) == ([201, 422], [201, 400])


def test_deleted_accounts_and_empty_bodies_are_null(github):
    pull = github.open_pull(user=None)
    github.comment(pull.number, None, user=None)
    github.review(pull.number, user=None)
    found = [ask(github, f"{REPOSITORY}/{path}")[1][0] for path in ("issues/1/comments", "pulls/1/reviews", "pulls")]
    assert [item["user"] for item in found] == [None] * 3
    assert found[0]["body"] is None


def test_pull_requests_are_in_the_list_of_issues(github):
    github.open_pull()
    github.open_issue(labels=["csws"])
    _, items, _ = ask(github, f"{REPOSITORY}/issues")
    assert [("pull_request" in item, item["number"]) for item in items] == [(False, 2), (True, 1)]
    for query, numbers in {"labels=csws": [2], "labels=csws,x": [], "creator=lee": [], "state=closed": []}.items():
        assert [item["number"] for item in ask(github, f"{REPOSITORY}/issues?{query}")[1]] == numbers


def test_an_issue_is_closed_with_a_reason(github):
    _, issue, _ = ask(github, f"{REPOSITORY}/issues", "POST", {"title": "A step"})
    path = f"{REPOSITORY}/issues/{issue['number']}"
    _, closed, _ = ask(github, path, "PATCH", {"state": "closed", "state_reason": "not_planned"})
    _, again, _ = ask(github, path, "PATCH", {"state": "open"})
    assert (closed["state_reason"], again["state_reason"], again["closed_at"]) == ("not_planned", "reopened", None)


def test_a_repository_may_have_no_issues(github):
    github.open_pull()
    github.has_issues = False
    assert ask(github, f"{REPOSITORY}/issues", "POST", {"title": "A step"})[0] == 410
    assert ask(github, f"{REPOSITORY}/issues/1/comments", "POST", COMMENT)[0] == 201


def test_the_pull_requests_of_a_commit(github):
    """The commit of a test merge belongs to none; a commit of the default branch to the merged one."""
    github.open_pull(merge_commit_sha=MERGED)
    assert ask(github, f"{REPOSITORY}/commits/{MERGED}/pulls")[1] == []
    assert len(ask(github, f"{REPOSITORY}/commits/{HEAD}/pulls")[1]) == 1
    github.open_pull(commits=[MERGED])
    github.merge(1, MERGED)
    (found,) = ask(github, f"{REPOSITORY}/commits/{MERGED}/pulls")[1]
    assert (found["number"], found["merged_at"] is not None) == (1, True)


def test_closed_pull_requests_by_their_last_change(github):
    for _ in range(3):
        github.open_pull()
    github.open_pull(base_ref="other")
    for number in (2, 1, 4):
        github.merge(number, MERGED)
    query = "state=closed&base=main&sort=updated"
    newest = [item["number"] for item in ask(github, f"{REPOSITORY}/pulls?{query}&direction=desc")[1]]
    assert (newest, [item["number"] for item in ask(github, f"{REPOSITORY}/pulls?{query}")[1]]) == ([1, 2], [2, 1])


# GitLab


@pytest.mark.parametrize("path", ["/user", f"{PROJECT}/issues", f"{PROJECT}/merge_requests/1/notes"])
def test_a_job_token_reaches_nothing(gitlab, path):
    gitlab.open_merge_request()
    assert call(gitlab.url + path, JOB_TOKEN=lab.JOB_TOKEN)[0] == 401
    assert call(gitlab.url + path, PRIVATE_TOKEN=lab.JOB_TOKEN)[0] == 401
    assert ask_lab(gitlab, path)[0] == 200


def test_a_token_for_reading_does_not_write(gitlab):
    gitlab.open_merge_request()
    path = f"{PROJECT}/merge_requests/1/notes"
    status, body, _ = ask_lab(gitlab, path, "POST", COMMENT, token=lab.READ_TOKEN)
    assert (status, body["error"]) == (403, "insufficient_scope")
    assert ask_lab(gitlab, path, token=lab.READ_TOKEN)[:2] == (200, [])


def test_the_project_by_its_path_and_for_members_only(gitlab):
    assert ask_lab(gitlab, "/projects/g%2Fp")[1]["id"] == 42
    assert ask_lab(gitlab, PROJECT, token=lab.OUTSIDER_TOKEN)[0] == 404
    assert ask_lab(gitlab, f"{PROJECT}/members/all/{lab.KIM.id}")[1]["access_level"] == 40
    assert ask_lab(gitlab, f"{PROJECT}/members/all/{lab.LEE.id}")[0] == 404


def test_a_note_is_changed_by_its_author_or_a_maintainer(gitlab):
    gitlab.open_merge_request()
    gitlab.members[lab.LEE.id] = GUEST
    theirs = gitlab.note("merge_requests", 1, "before", lab.LEE)
    path = f"{PROJECT}/merge_requests/1/notes/{theirs.id}"
    assert ask_lab(gitlab, path, "PUT", COMMENT)[0] == 403
    for token in (lab.OUTSIDER_TOKEN, lab.KIM_TOKEN):
        assert ask_lab(gitlab, path, "PUT", COMMENT, token=token)[1]["body"] == "hello"
    gitlab.notes.clear()
    assert ask_lab(gitlab, path, "PUT", COMMENT, token=lab.KIM_TOKEN)[0] == 404


def test_an_issue_is_closed_by_an_event(gitlab):
    _, issue, _ = ask_lab(gitlab, f"{PROJECT}/issues", "POST", {"title": "A step", "labels": "csws, by hand"})
    assert issue["labels"] == ["csws", "by hand"]
    path = f"{PROJECT}/issues/{issue['iid']}"
    states = [
        ask_lab(gitlab, path, "PUT", body)[1]["state"]
        for body in ({"state": "closed"}, {"state_event": "close"}, {"state_event": "reopen"})
    ]
    assert states == ["opened", "closed", "opened"]


@pytest.mark.parametrize("sha", [HEAD, "d" * 40, MERGED, "e" * 40])
def test_the_merge_requests_of_a_commit(gitlab, sha):
    gitlab.open_merge_request(commits=["d" * 40])
    gitlab.merge(1, MERGED, squash="e" * 40)
    (found,) = ask_lab(gitlab, f"{PROJECT}/repository/commits/{sha}/merge_requests")[1]
    assert (found["state"], found["merge_user"]["username"]) == ("merged", "kim")
    assert ask_lab(gitlab, f"{PROJECT}/repository/commits/{'f' * 40}/merge_requests")[1] == []


# Faults, times and the log


def test_a_fault_happens_as_often_as_it_says(github):
    github.open_pull()
    github.faults = [Fault(r"^GET .*/pulls/1$", times=2, status=502)]
    answers = [ask(github, f"{REPOSITORY}/pulls/1") for _ in range(3)]
    assert [status for status, _, _ in answers] == [502, 502, 200]
    assert (answers[0][1][:15], answers[0][2]["Content-Type"]) == ("<!DOCTYPE html>", "text/html")
    assert github.lines == [f"GET {REPOSITORY}/pulls/1"] * 3


@pytest.mark.parametrize(
    ("fault", "status", "headers"),
    [
        (hub.secondary_limit("POST", seconds=5), 403, {"Retry-After": "5"}),
        (hub.primary_limit("POST", reset=99), 403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99"}),
        (lab.limit("POST", seconds=5), 429, {"Retry-After": "5", "RateLimit-Remaining": "0"}),
    ],
)
def test_limits_on_requests(github, fault, status, headers):
    github.open_pull()
    github.faults = [fault]
    path = f"{REPOSITORY}/issues/1/comments"
    found, _, sent = ask(github, path, "POST", COMMENT)
    assert (found, {name: sent[name] for name in headers}) == (status, headers)
    assert github.comments == []
    assert ask(github, path, "POST", COMMENT)[0] == 201


@pytest.mark.parametrize("done", [False, True])
def test_a_lost_answer_may_have_taken_effect(github, done):
    github.open_pull()
    github.faults = [Fault("POST", close=True, done=done)]
    with pytest.raises(RemoteDisconnected):
        ask(github, f"{REPOSITORY}/issues/1/comments", "POST", COMMENT)
    assert len(github.comments) == done


def test_an_answer_may_be_late(github):
    github.faults = [Fault("GET", hang=30)]
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        call(f"{github.url}{REPOSITORY}", timeout=0.2, Authorization=f"Bearer {hub.ACTIONS_TOKEN}")
    assert ask(github, REPOSITORY)[0] == 200
    assert time.monotonic() - start < 10


def test_times_only_grow(github):
    first, second = github.clock.tick(), github.clock.tick()
    assert first < second
    with pytest.raises(ValueError, match="is not after"):
        github.clock.set(first)
    github.clock.set("2026-12-24T00:00:00Z")
    pull = github.open_pull(User("lee"))
    assert pull.created_at == "2026-12-24T00:00:00Z" < github.merge(1, MERGED).merged_at
