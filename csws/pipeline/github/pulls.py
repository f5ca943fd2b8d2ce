"""Pull requests and their comments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote

from csws.pipeline.forge import Comment, Pull
from csws.pipeline.github.api import GitHub
from csws.pipeline.http import part

_MOST_COMMITS = 100  # of one push
_LATELY = 20  # closed pull requests looked through


class PullRequests:
    """Conversations on GitHub (csws.pipeline.forge)."""

    def __init__(self, hub: GitHub):
        self._hub = hub

    @property
    def pull(self) -> Pull | None:
        return self._hub.event.pull

    def head_of(self, pull: Pull) -> str:
        return str(_part(self._hub.get(f"pulls/{pull.number}", "for the pull request"), "head", "sha"))

    def merged_now(self) -> list[Pull]:
        found: dict[int, Pull] = {}
        for commit in self._hub.event.merged_commits[:_MOST_COMMITS]:
            for item in self._hub.list(f"commits/{commit}/pulls", "which pull request a commit came from"):
                if (pull := self._merged(item)) is not None:
                    found.setdefault(pull.number, pull)
        return list(found.values())

    def merged_lately(self) -> Iterator[Pull]:
        base = quote(self._hub.event.branch, safe="")
        path = f"pulls?state=closed&base={base}&sort=updated&direction=desc"
        for item in islice(self._hub.list(path, "for the pull requests merged last"), _LATELY):
            if (pull := self._merged(item)) is not None:
                yield pull

    def comments(self, pull: Pull) -> Iterator[Comment]:
        for item in self._hub.list(f"issues/{pull.number}/comments", "for the comments of the pull request"):
            yield Comment(id=_part(item, "id"), body=item.get("body") or "", is_mine=self._hub.is_mine(item))

    def add(self, pull: Pull, body: str) -> None:
        path = f"issues/{pull.number}/comments"
        self._hub.write("POST", path, {"body": body}, "to add a comment (permission `pull-requests: write`)")

    def change(self, pull: Pull, comment: Comment, body: str) -> None:
        path = f"issues/comments/{comment.id}"
        self._hub.write("PATCH", path, {"body": body}, "to change its comment (permission `pull-requests: write`)")

    def _merged(self, item: dict[str, Any]) -> Pull | None:
        """The pull request, if it was merged into the job's branch: to merge it into another one, whose
        rules may be weaker, approves nothing here."""
        if not item.get("merged_at") or _part(item, "base", "ref") != self._hub.event.branch:
            return None
        return Pull(number=_part(item, "number"), head=_part(item, "head", "sha"), merged_at=item["merged_at"])


_part = partial(part, forge="GitHub")
