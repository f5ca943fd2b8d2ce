"""GitLab's REST API for the project g/p with the ID 42, as docs.gitlab.com/api describes it, as far as csws calls it.

Follows in particular: authentication by PRIVATE-TOKEN or Authorization, and a job token (JOB-TOKEN),
which reaches none of these endpoints (api/rest/authentication, ci/jobs/ci_job_token,
ci/jobs/fine_grained_permissions); pages of 20 items and at most 100, with X-Next-Page and Link
(api/rest/#pagination); 404 for a project that a token cannot see; and limits on requests
(security/rate_limits; see `limit`).
"""

from __future__ import annotations

import re
from typing import Any

from tests.ci.forges.gitlab_api import notes_and_issues, project
from tests.ci.forges.gitlab_api.state import DEVELOPER, MAINTAINER, Issue, MergeRequest, Note, Token, User
from tests.ci.forges.server import Answer, Fault, Forge, Listing, Refused, Request

BOT, KIM, LEE = User(500, "project_42_bot_1", "csws"), User(7, "kim", "Kim"), User(8, "lee", "Lee")
BOT_TOKEN, KIM_TOKEN, READ_TOKEN, OUTSIDER_TOKEN = "bot-token", "kim-token", "read-token", "outsider-token"
JOB_TOKEN = "job-token"  # known as no personal token, and JOB-TOKEN opens no endpoint here
_ROUTES = (project.route, notes_and_issues.route)


def limit(match: str, *, seconds: int = 60, reset: int = 0, times: int = 1) -> Fault:
    """Too many requests. `reset`: when requests are allowed again, in seconds since 1970."""
    headers = {"RateLimit-Limit": "60", "RateLimit-Remaining": "0", "RateLimit-Reset": str(reset)}
    return Fault(
        match, times, 429, {**headers, "Retry-After": str(seconds), "Content-Type": "text/plain"}, "Retry later\n"
    )


class GitLab(Forge):
    """The project and the tokens; `url` is what a runner has as CI_API_V4_URL."""

    per_page = 20

    def __init__(self) -> None:
        self.default_branch = "main"
        self.merge_requests: dict[int, MergeRequest] = {}
        self.issues: dict[int, Issue] = {}
        self.notes: list[Note] = []
        self.users = {user.id: user for user in (BOT, KIM, LEE)}
        self.members = {BOT.id: DEVELOPER, KIM.id: MAINTAINER}  # access levels; LEE is not a member
        self.tokens = {
            BOT_TOKEN: Token(BOT),
            KIM_TOKEN: Token(KIM),
            READ_TOKEN: Token(BOT, "read_api"),
            OUTSIDER_TOKEN: Token(LEE),
        }
        super().__init__()

    @property
    def url(self) -> str:
        return f"{self.origin}/api/v4"

    # What people do, for tests

    def open_merge_request(self, author: User = KIM, **given: Any) -> MergeRequest:
        now, iid = self.clock.tick(), max(self.merge_requests, default=0) + 1
        made = MergeRequest(iid, author, **{"title": "A change", "created_at": now, "updated_at": now, **given})
        self.merge_requests[iid] = made
        return made

    def merge(self, iid: int, sha: str, user: User = KIM, *, squash: str | None = None) -> MergeRequest:
        item = self.merge_requests[iid]
        item.state, item.merge_commit_sha, item.squash_commit_sha, item.merge_user = "merged", sha, squash, user
        item.merged_at = item.updated_at = self.clock.tick()
        return item

    def open_issue(self, author: User = KIM, **given: Any) -> Issue:
        now, iid = self.clock.tick(), max(self.issues, default=0) + 1
        self.issues[iid] = Issue(iid, author, **{"title": "A step", "created_at": now, "updated_at": now, **given})
        return self.issues[iid]

    def note(self, kind: str, iid: int, body: str, author: User = KIM, *, system: bool = False) -> Note:
        """`kind`: merge_requests or issues."""
        now = self.clock.tick()
        self.notes.append(Note(self.new_id(), kind, iid, author, body, now, now, system))
        return self.notes[-1]

    # Requests

    def answer(self, request: Request) -> Answer:
        user = self._token(request)
        path = re.sub(r"^/api/v4/projects/(42|g%2Fp)(?=/|$)", "/api/v4/projects/42", request.path, flags=re.IGNORECASE)
        found = next(filter(None, (routes.find(request.method, path) for routes in _ROUTES)), None)
        if found is None:
            raise Refused(404, {"error": "404 Not Found"})
        handler, _, groups = found
        if "/projects/" in path and user.user.id not in self.members:
            raise Refused(404, {"message": "404 Project Not Found"})
        if request.method != "GET" and user.scope != "api":
            message = "The request requires higher privileges than provided by the access token."
            raise Refused(403, {"error": "insufficient_scope", "error_description": message, "scope": "api"})
        result = handler(self, request, user, *groups)
        return self.page(request, result) if isinstance(result, Listing) else result

    def page_headers(self, request: Request, page: int, size: int, total: int) -> dict[str, str]:
        """The number of the next page is empty on the last one."""
        last = max(-(-total // size), 1)
        numbers: dict[str, object] = {"Page": page, "Per-Page": size, "Total": total, "Total-Pages": last}
        numbers |= {"Next-Page": page + 1 if page < last else "", "Prev-Page": page - 1 if page > 1 else ""}
        links = self.links(request, page, last)
        return {**{f"X-{name}": str(value) for name, value in numbers.items()}, **({"Link": links} if links else {})}

    def _token(self, request: Request) -> Token:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        token = self.tokens.get(request.headers.get("private-token") or bearer)
        if token is None:
            raise Refused(401, {"message": "401 Unauthorized"})
        return token
