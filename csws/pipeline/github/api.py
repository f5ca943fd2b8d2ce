"""GitHub's REST API, as far as the jobs use it.

Sources: GitHub's documentation of issue comments, pull requests, reviews, checks, issues,
collaborators and rate limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import quote

from csws.pipeline.github.event import Event
from csws.pipeline.http import ApiFault, Client

_WORKFLOW = "github-actions"
_WRITERS = frozenset({"admin", "maintain", "write"})
_VIEWER = {"query": "query { viewer { login } }"}


class GitHub:
    """One repository, with one token. Every method may raise ApiFault."""

    def __init__(self, event: Event, token: str):
        self.event = event
        base = event.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
        self.graphql = event.get("GITHUB_GRAPHQL_URL", f"{base}/graphql")
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "csws",
        }
        self._client = Client(
            forge="GitHub", base=f"{base}/repos/{event.repository}", headers=headers, refused=_refused
        )

    @cached_property
    def me(self) -> str:
        """Who this token is. Any token may ask; an app is named with or without `[bot]`."""
        try:
            _, data = self._client.send("POST", self.graphql, "who the token belongs to", _VIEWER, is_read=True)
        except ApiFault as fault:
            if fault.status in (403, 404):  # a proxy may let only the REST API through
                return _WORKFLOW
            raise
        login = (((data or {}).get("data") or {}).get("viewer") or {}).get("login")
        if not login:
            raise ApiFault("GitHub did not say who the token belongs to.")
        return _plain(login)

    def is_mine(self, item: dict[str, Any]) -> bool:
        """Whether this token's owner wrote it. A deleted account is null."""
        return _plain((item.get("user") or {}).get("login") or "") == self.me

    def may_write(self, login: str) -> bool:
        """Whether this person may write to the repository, as GitHub says."""
        try:
            found = self.get(f"collaborators/{quote(login, safe='')}/permission", "what a person may do")
        except ApiFault as fault:
            if fault.status == 404:
                return False
            raise
        return found.get("permission") in _WRITERS

    def list(self, path: str, purpose: str, key: str | None = None) -> Iterator[dict[str, Any]]:
        return self._client.pages(path, purpose, key)

    def get(self, path: str, purpose: str) -> Any:
        return self._client.get(path, purpose)

    def write(self, method: str, path: str, data: dict[str, Any], purpose: str) -> Any:
        return self._client.write(method, path, data, purpose)


def _plain(login: str) -> str:
    return login.removesuffix("[bot]").lower()


def _refused(status: int, said: str, purpose: str) -> str:
    """What a refusal means, and what to do."""
    if status == 401:
        return f"GitHub does not accept the token ({said}) when asked {purpose}. Check the input `token`."
    if status == 403:
        return f"The token may not do this ({said}): GitHub was asked {purpose}. Give the job the permission, as docs/github.md lists them."
    if status in (404, 410):
        return f"GitHub does not find this, or hides it from the token ({said}): it was asked {purpose}."
    return f"GitHub refused with {status} ({said}) when asked {purpose}."
