"""Issues for runs that wait for a person, and who may tick their boxes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csws.pipeline.forge import Issue
from csws.pipeline.github.api import GitHub
from csws.pipeline.http import ApiFault


class Issues:
    """Tasks on GitHub (csws.pipeline.forge)."""

    def __init__(self, hub: GitHub):
        self._hub = hub

    def open_issues(self) -> Iterator[Issue]:
        for item in self._hub.list("issues?state=open", "for the open issues (permission `issues: write`)"):
            if "pull_request" not in item and self._hub.is_mine(item):
                yield _issue(item)

    def issue(self, number: int) -> Issue | None:
        item = self._hub.get(f"issues/{number}", "for the issue")
        return _issue(item) if self._hub.is_mine(item) else None

    def open(self, title: str, body: str) -> Issue:
        data = {"title": title, "body": body}
        return _issue(self._hub.write("POST", "issues", data, "to open an issue (permission `issues: write`)"))

    def edit(self, issue: Issue, body: str) -> None:
        self._hub.write("PATCH", f"issues/{issue.number}", {"body": body}, "to change its issue")

    def reply(self, issue: Issue, body: str) -> None:
        self._hub.write("POST", f"issues/{issue.number}/comments", {"body": body}, "to comment on its issue")

    def close(self, issue: Issue) -> None:
        data = {"state": "closed", "state_reason": "completed"}
        self._hub.write("PATCH", f"issues/{issue.number}", data, "to close its issue")

    def may_write(self, login: str) -> bool:
        return self._hub.may_write(login)


def _issue(item: Any) -> Issue:
    if not isinstance(item, dict) or "number" not in item:
        raise ApiFault("GitHub answered something that is not an issue.", unsure=True)
    body, is_open = item.get("body") or "", item.get("state") != "closed"
    return Issue(number=item["number"], url=item.get("html_url") or "", body=body, is_open=is_open)
