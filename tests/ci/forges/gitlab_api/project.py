"""Who a token is, the project, its members and merge requests (api/users, projects, project_members, merge_requests,
commits)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ci.forges.gitlab_api.state import MergeRequest, Token
from tests.ci.forges.server import Answer, Listing, Refused, Request, Routes

if TYPE_CHECKING:
    from tests.ci.forges.gitlab import GitLab

PROJECT = "/api/v4/projects/42"
route = Routes()


@route("GET", "/api/v4/user")
def user(forge: GitLab, request: Request, token: Token) -> Answer:
    return Answer(200, token.user.json())


@route("GET", PROJECT)
def project(forge: GitLab, request: Request, token: Token) -> Answer:
    return Answer(200, {"id": 42, "path_with_namespace": "g/p", "default_branch": forge.default_branch})


@route("GET", rf"{PROJECT}/members/all/(\d+)")
def member(forge: GitLab, request: Request, token: Token, identifier: str) -> Answer:
    """Members of the project and of the groups above it."""
    level, found = forge.members.get(int(identifier)), forge.users.get(int(identifier))
    if level is None or found is None:
        raise Refused(404, {"message": "404 Not found"})
    return Answer(200, {**found.json(), "access_level": level, "expires_at": None})


@route("GET", rf"{PROJECT}/merge_requests")
def merge_requests(forge: GitLab, request: Request, token: Token) -> Listing:
    """Newest first, by the time of creation or of the last update."""
    query = request.query
    wanted = {"state": query.get("state", "all"), "target_branch": query.get("target_branch")}
    found = [item for item in forge.merge_requests.values() if wanted["state"] in ("all", item.state)]
    found = [item for item in found if wanted["target_branch"] in (None, item.target_branch)]
    by = query.get("order_by", "created_at")
    return Listing([item.json() for item in sorted(found, key=lambda item: getattr(item, by), reverse=True)])


@route("GET", rf"{PROJECT}/merge_requests/(\d+)")
def merge_request(forge: GitLab, request: Request, token: Token, iid: str) -> Answer:
    if int(iid) not in forge.merge_requests:
        raise Refused(404, {"message": "404 Not found"})
    return Answer(200, forge.merge_requests[int(iid)].json())


@route("GET", rf"{PROJECT}/repository/commits/([0-9a-f]{{40}})/merge_requests")
def of_commit(forge: GitLab, request: Request, token: Token, sha: str) -> Listing:
    """The merge requests that contain the commit, or whose merge or squash made it; newest first."""
    found = [item for item in forge.merge_requests.values() if sha in _commits(item)]
    state = request.query.get("state", "all")
    return Listing([item.json() for item in reversed(found) if state in ("all", item.state)])


def _commits(item: MergeRequest) -> set[str | None]:
    return {item.sha, item.merge_commit_sha, item.squash_commit_sha, *item.commits}
