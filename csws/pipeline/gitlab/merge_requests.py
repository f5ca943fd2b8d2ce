"""Merge requests and their notes.

Sources: GitLab's documentation of notes, merge requests, users and access tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import islice
from typing import Any
from urllib.parse import quote

from csws.pipeline.forge import Comment, Pull
from csws.pipeline.http import Client, part

_LATELY = 20  # merge requests looked through


class MergeRequests:
    """Conversations on GitLab (csws.pipeline.forge)."""

    def __init__(self, environment: Mapping[str, str], token: str):
        self._environment = environment
        base = environment["CI_API_V4_URL"].rstrip("/")
        self._base, self._project = base, f"projects/{environment['CI_PROJECT_ID']}"
        headers = {"PRIVATE-TOKEN": token, "User-Agent": "csws"}
        self._client = Client(forge="GitLab", base=base, headers=headers, refused=_refused)

    @cached_property
    def _me(self) -> int:
        return int(_part(self._client.get("user", "who the token belongs to"), "id"))

    @property
    def pull(self) -> Pull | None:
        number = self._environment.get("CI_MERGE_REQUEST_IID")
        return Pull(number=int(number), head=self._environment["CI_COMMIT_SHA"]) if number else None

    def head_of(self, pull: Pull) -> str:
        """The job's commit where the pipeline is one for the merged result, which has another head."""
        if self._environment.get("CI_MERGE_REQUEST_EVENT_TYPE") == "merged_result":
            found = _part(self._get(pull), "sha")
            return pull.head if found == self._environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") else str(found)
        return str(_part(self._get(pull), "sha"))

    def merged_now(self) -> list[Pull]:
        commit = self._environment["CI_COMMIT_SHA"]
        path = f"{self._project}/repository/commits/{commit}/merge_requests?state=merged"
        found = self._client.pages(path, "which merge request a commit came from")
        return [_pull(item) for item in found]

    def merged_lately(self) -> Iterator[Pull]:
        branch = quote(self._environment.get("CI_COMMIT_BRANCH") or "", safe="")
        path = f"{self._project}/merge_requests?state=merged&target_branch={branch}&order_by=updated_at&sort=desc"
        found = self._client.pages(path, "for the merge requests merged last")
        return map(_pull, islice(found, _LATELY))

    def comments(self, pull: Pull) -> Iterator[Comment]:
        for item in self._client.pages(self._notes(pull), "for the notes of the merge request"):
            mine = (item.get("author") or {}).get("id") == self._me
            yield Comment(id=_part(item, "id"), body=item.get("body") or "", is_mine=mine)

    def add(self, pull: Pull, body: str) -> None:
        self._client.write("POST", self._notes(pull), {"body": body}, "to add a note (scope `api`, role Developer)")

    def change(self, pull: Pull, comment: Comment, body: str) -> None:
        path = f"{self._notes(pull)}/{comment.id}"
        self._client.write("PUT", path, {"body": body}, "to change its note (scope `api`, role Developer)")

    def _get(self, pull: Pull) -> dict[str, Any]:
        found: dict[str, Any] = self._client.get(
            f"{self._project}/merge_requests/{pull.number}", "for the merge request"
        )
        return found

    def _notes(self, pull: Pull) -> str:
        return f"{self._project}/merge_requests/{pull.number}/notes"


def _pull(item: dict[str, Any]) -> Pull:
    return Pull(number=_part(item, "iid"), head=_part(item, "sha"), merged_at=item.get("merged_at"))


def _refused(status: int, said: str, purpose: str) -> str:
    """What a refusal means, and what to do."""
    if status == 401:
        return f"GitLab does not accept the token ({said}) when asked {purpose}. Check CSWS_GITLAB_TOKEN; a job token cannot do this."
    if status in (403, 404):
        return f"GitLab does not let the token do this ({said}): it was asked {purpose}. docs/gitlab.md says what the token needs."
    return f"GitLab refused with {status} ({said}) when asked {purpose}."


_part = partial(part, forge="GitLab")
