"""GitHub's REST API for the repository o/r, as docs.github.com/rest describes it, as far as csws calls it.

Follows in particular: permissions of fine-grained tokens and installation tokens
(rest/authentication), pages of 30 items and at most 100, with the header Link
(rest/using-the-rest-api/using-pagination-in-the-rest-api), and limits on requests
(rest/using-the-rest-api/rate-limits-for-the-rest-api; see `secondary_limit` and `primary_limit`).
"""

from __future__ import annotations

import re
from typing import Any

from tests.ci.forges.github_api import checks, issues, people, pulls
from tests.ci.forges.github_api.refusals import not_found
from tests.ci.forges.github_api.state import (
    AREAS,
    App,
    CheckRun,
    Comment,
    Issue,
    Pull,
    Review,
    Status,
    Token,
    User,
)
from tests.ci.forges.server import Answer, Fault, Forge, Listing, Refused, Request

ACTIONS, CSWS = App(15368, "github-actions"), App(4242, "csws-bot")
KIM = User("kim")
ACTIONS_TOKEN, APP_TOKEN, KIM_TOKEN, FORK_TOKEN = "actions-token", "app-token", "kim-token", "fork-token"
_RANK = {"none": 0, "read": 1, "write": 2}
_ROUTES = (people.route, issues.route, pulls.route, checks.route)


def secondary_limit(match: str, *, seconds: int = 60, times: int = 1) -> Fault:
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return Fault(match, times, 403, {"Retry-After": str(seconds)}, {"message": message})


def primary_limit(match: str, *, reset: int, times: int = 1) -> Fault:
    """`reset`: when requests are allowed again, in seconds since 1970."""
    headers = {"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
    return Fault(match, times, 403, headers, {"message": "API rate limit exceeded for installation."})


class GitHub(Forge):
    """The repository and the tokens; `url` is what a runner has as GITHUB_API_URL."""

    def __init__(self) -> None:
        self.default_branch = "main"
        self.has_issues = True
        self.issues: dict[int, Issue] = {}  # without the pull requests
        self.pulls: dict[int, Pull] = {}
        self.comments: list[Comment] = []
        self.check_runs: list[CheckRun] = []
        self.statuses: list[Status] = []
        self.roles: dict[str, str] = {"kim": "admin"}  # by login: admin, maintain, write, triage, read or none
        self.tokens = {
            ACTIONS_TOKEN: Token(ACTIONS.user, ACTIONS),
            APP_TOKEN: Token(CSWS.user, CSWS),
            KIM_TOKEN: Token(KIM),
            FORK_TOKEN: Token(ACTIONS.user, ACTIONS, dict.fromkeys(AREAS, "read")),
        }
        super().__init__()

    @property
    def url(self) -> str:
        return self.origin

    # What people do, for tests

    def open_pull(self, user: User | None = KIM, **given: Any) -> Pull:
        now = self.clock.tick()
        pull = Pull(self._next_number(), user, **{"title": "A change", "created_at": now, "updated_at": now, **given})
        self.pulls[pull.number] = pull
        return pull

    def open_issue(self, user: User | None = KIM, **given: Any) -> Issue:
        now = self.clock.tick()
        issue = Issue(self._next_number(), user, **{"title": "A step", "created_at": now, "updated_at": now, **given})
        self.issues[issue.number] = issue
        return issue

    def comment(self, number: int, body: str | None, user: User | None = KIM, app: App | None = None) -> Comment:
        now = self.clock.tick()
        self.comments.append(Comment(self.new_id(), number, user, body, now, now, app))
        return self.comments[-1]

    def review(
        self, number: int, state: str = "APPROVED", user: User | None = KIM, commit_id: str | None = None
    ) -> Review:
        pull = self.pulls[number]
        made = Review(self.new_id(), user, state, commit_id or pull.head_sha, self.clock.tick())
        pull.reviews.append(made)
        pull.updated_at = made.submitted_at
        return made

    def merge(self, number: int, sha: str) -> Pull:
        pull = self.pulls[number]
        pull.state, pull.merge_commit_sha = "closed", sha
        pull.merged_at = pull.closed_at = pull.updated_at = self.clock.tick()
        return pull

    # Requests

    def answer(self, request: Request) -> Answer:
        token = self._token(request)
        path = re.sub(r"^/(repos/o/r|repositories/1)(?=/|$)", "/repos/o/r", request.path)
        found = next(filter(None, (routes.find(request.method, path) for routes in _ROUTES)), None)
        if found is None or (path.startswith("/repos/") and not token.sees_repository):
            raise not_found()
        handler, needs, groups = found
        if needs:
            self.require(token, needs)
        result = handler(self, request, token, *groups)
        answer = self.page(request, result) if isinstance(result, Listing) else result
        return Answer(answer.status, answer.body, {"x-ratelimit-remaining": "999", **answer.headers})

    def link_path(self, path: str) -> str:
        """GitHub's links go to a repository by its number, not by its name."""
        return path.replace("/repos/o/r", "/repositories/1")

    def require(self, token: Token, *needs: str) -> None:
        """Any one of the needs, such as checks:write, is enough."""
        for need in needs:
            area, level = need.split(":")
            if _RANK[token.permissions.get(area, "none")] >= _RANK[level]:
                return
        kind = "integration" if token.app else "personal access token"
        raise Refused(403, {"message": f"Resource not accessible by {kind}"})

    def item(self, number: str) -> Issue:
        found = self.issues.get(int(number)) or self.pulls.get(int(number))
        if found is None:
            raise not_found()
        return found

    def _token(self, request: Request) -> Token:
        given = request.headers.get("authorization", "").split()
        token = self.tokens.get(given[1]) if len(given) == 2 and given[0].lower() in ("bearer", "token") else None
        if token is None:
            raise Refused(401, {"message": "Bad credentials" if given else "Requires authentication"})
        return token

    def _next_number(self) -> int:
        return max([*self.issues, *self.pulls], default=0) + 1
