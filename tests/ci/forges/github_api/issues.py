"""Issues and comments (rest/issues). A pull request is an issue, and either permission serves for its comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ci.forges.github_api.refusals import checked, not_found
from tests.ci.forges.github_api.state import Issue, Json, Pull, Token
from tests.ci.forges.server import Answer, Listing, Refused, Request, Routes

if TYPE_CHECKING:
    from tests.ci.forges.github import GitHub

route = Routes()


def _for_comments(forge: GitHub, token: Token, number: int, level: str) -> None:
    also = [f"pull_requests:{level}"] if number in forge.pulls else []
    forge.require(token, f"issues:{level}", *also)
    if not forge.has_issues and not also:
        raise Refused(410, {"message": "Issues has been disabled in this repository."})


@route("GET", r"/repos/o/r/issues/(\d+)/comments")
def list_comments(forge: GitHub, request: Request, token: Token, number: str) -> Listing:
    item = forge.item(number)
    _for_comments(forge, token, item.number, "read")
    return Listing([comment.json() for comment in forge.comments if comment.number == item.number])


@route("POST", r"/repos/o/r/issues/(\d+)/comments")
def create_comment(forge: GitHub, request: Request, token: Token, number: str) -> Answer:
    item = forge.item(number)
    _for_comments(forge, token, item.number, "write")
    body = checked("IssueComment", request.body, "body")["body"]
    if item.locked:
        raise Refused(403, {"message": "Unable to create comment because issue is locked."})
    made = forge.comment(item.number, body, token.user, token.app)
    item.updated_at = made.created_at
    return Answer(201, made.json())


@route("PATCH", r"/repos/o/r/issues/comments/(\d+)")
def update_comment(forge: GitHub, request: Request, token: Token, identifier: str) -> Answer:
    comment = next((comment for comment in forge.comments if comment.id == int(identifier)), None)
    if comment is None:
        raise not_found()
    _for_comments(forge, token, comment.number, "write")
    comment.body = checked("IssueComment", request.body, "body")["body"]
    comment.updated_at = forge.clock.tick()
    return Answer(200, comment.json())


@route("GET", "/repos/o/r/issues", "issues:read")
def list_issues(forge: GitHub, request: Request, token: Token) -> Listing:
    """Pull requests are in the list. The newest comes first."""
    state, labels = request.query.get("state", "open"), set(request.query.get("labels", "").split(",")) - {""}
    creator = request.query.get("creator")
    items = [item for item in [*forge.issues.values(), *forge.pulls.values()] if state in ("all", item.state)]
    items = [item for item in items if labels <= set(item.labels)]
    items = [item for item in items if creator is None or (item.user and item.user.login == creator)]
    items.sort(key=lambda item: item.number, reverse=True)
    return Listing([_as_issue(item) for item in items])


@route("POST", "/repos/o/r/issues", "issues:write")
def create_issue(forge: GitHub, request: Request, token: Token) -> Answer:
    _for_comments(forge, token, 0, "write")
    body = checked("Issue", request.body, "title")
    made = forge.open_issue(token.user, title=body["title"], body=body.get("body"), labels=list(body.get("labels", [])))
    return Answer(201, made.json())


@route("GET", r"/repos/o/r/issues/(\d+)", "issues:read")
def get_issue(forge: GitHub, request: Request, token: Token, number: str) -> Answer:
    return Answer(200, _as_issue(forge.item(number)))


@route("PATCH", r"/repos/o/r/issues/(\d+)", "issues:write")
def update_issue(forge: GitHub, request: Request, token: Token, number: str) -> Answer:
    item, body = forge.item(number), checked("Issue", request.body)
    for name in ("title", "body", "labels"):
        setattr(item, name, body.get(name, getattr(item, name)))
    item.updated_at = forge.clock.tick()
    if body.get("state", item.state) != item.state:
        closed = body["state"] == "closed"
        item.state, item.closed_at = body["state"], item.updated_at if closed else None
        item.state_reason = body.get("state_reason") or ("completed" if closed else "reopened")
    return Answer(200, _as_issue(item))


def _as_issue(item: Issue) -> Json:
    return item.as_issue() if isinstance(item, Pull) else item.json()
