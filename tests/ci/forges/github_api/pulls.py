"""Pull requests and their reviews (rest/pulls, rest/commits)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ci.forges.github_api.refusals import not_found
from tests.ci.forges.github_api.state import Pull, Token
from tests.ci.forges.server import Answer, Listing, Request, Routes

if TYPE_CHECKING:
    from tests.ci.forges.github import GitHub

route = Routes()


@route("GET", "/repos/o/r/pulls", "pull_requests:read")
def list_pulls(forge: GitHub, request: Request, token: Token) -> Listing:
    """The order is descending unless `sort` is given without `direction`."""
    query = request.query
    state, base, sort = query.get("state", "open"), query.get("base"), query.get("sort", "created")
    direction = query.get("direction", "desc" if sort == "created" else "asc")
    pulls = [pull for pull in forge.pulls.values() if state in ("all", pull.state) and base in (None, pull.base_ref)]
    pulls.sort(key=lambda pull: pull.updated_at if sort == "updated" else pull.created_at, reverse=direction == "desc")
    return Listing([pull.json() for pull in pulls])


@route("GET", r"/repos/o/r/pulls/(\d+)", "pull_requests:read")
def get_pull(forge: GitHub, request: Request, token: Token, number: str) -> Answer:
    return Answer(200, _pull(forge, number).json())


@route("GET", r"/repos/o/r/pulls/(\d+)/reviews", "pull_requests:read")
def list_reviews(forge: GitHub, request: Request, token: Token, number: str) -> Listing:
    """In the order in which they were submitted; a person may have several."""
    return Listing([review.json() for review in _pull(forge, number).reviews])


@route("GET", "/repos/o/r/commits/([0-9a-f]{40})/pulls", "pull_requests:read")
def pulls_of_commit(forge: GitHub, request: Request, token: Token, sha: str) -> Listing:
    """The merged pull requests that brought the commit to the default branch; if there is none, all
    that contain it."""
    pulls = [pull for pull in forge.pulls.values() if sha in (pull.head_sha, *pull.commits, _merge_commit(pull))]
    merged = [pull for pull in pulls if pull.merged_at and pull.base_ref == forge.default_branch]
    return Listing([pull.json() for pull in merged or pulls])


def _merge_commit(pull: Pull) -> str | None:
    return pull.merge_commit_sha if pull.merged_at else None


def _pull(forge: GitHub, number: str) -> Pull:
    if int(number) not in forge.pulls:
        raise not_found()
    return forge.pulls[int(number)]
