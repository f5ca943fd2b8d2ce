"""Approved plans, kept in check runs: nobody edits them in place, and each plan has one of its own.

Only the token of a workflow writes them. Whoever may push a workflow with `checks: write` to the
repository could add one: docs/github.md says what that means.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from csws.pipeline.approval import approval
from csws.pipeline.forge import Approval, Pull, Shown
from csws.pipeline.github.api import GitHub

_LONGEST = 60_000  # GitHub takes 65,535 characters
_APP = "github-actions"


class Checks:
    """Approvals on GitHub (csws.pipeline.forge). `hub` has the job's own token."""

    def __init__(self, hub: GitHub, project: str, name: str):
        self._hub, self._project = hub, project
        self._name = f"csws plan ({name})" if name else "csws plan"

    def keep(self, pull: Pull, shown: Shown, title: str, *, can_apply: bool) -> None:
        check = {
            "name": self._name,
            "head_sha": pull.head,
            "external_id": f"csws {self._project}",
            "status": "completed",
            "conclusion": "success" if can_apply else "failure",
            "details_url": self._hub.event.place.run_url,
            "output": {"title": title[:250], "summary": _SUMMARY.format(digest=shown.digest), "text": _kept(shown)},
        }
        self._hub.write("POST", "check-runs", check, "to keep the digest of the plan (permission `checks: write`)")

    def approval(self, pull: Pull) -> Approval:
        return approval(pull, self._shown(pull), self._approvals(pull))

    def _shown(self, pull: Pull) -> list[Shown]:
        path = f"commits/{pull.head}/check-runs?filter=all&check_name={quote(self._name, safe='')}"
        runs = self._hub.list(path, "for the plans of a commit (permission `checks: read`)", "check_runs")
        return [shown for item in runs if self._is_ours(item) and (shown := _shown_in(item)) is not None]

    def _is_ours(self, item: dict[str, Any]) -> bool:
        app = (item.get("app") or {}).get("slug")
        return app == _APP and item.get("external_id") == f"csws {self._project}"

    def _approvals(self, pull: Pull) -> list[str]:
        """When people who may write approved the last commit. Anybody who may read can send a review."""
        found = self._hub.list(f"pulls/{pull.number}/reviews", "for the reviews of the pull request")
        by = [
            (item["submitted_at"], (item.get("user") or {}).get("login") or "")
            for item in found
            if item.get("state") == "APPROVED" and item.get("commit_id") == pull.head and item.get("submitted_at")
        ]
        writers = {who for who in {who for _, who in by} if who and self._hub.may_write(who)}
        return [at for at, who in by if who in writers]


_SUMMARY = "Merging approves this plan: `{digest}`.\n\nThe comment on the pull request shows it."


def _kept(shown: Shown) -> str:
    text = json.dumps({"digest": shown.digest, "accounts": shown.accounts})
    if len(text) > _LONGEST:
        text = json.dumps({"digest": shown.digest, "accounts": []})
    return f"```json\n{text}\n```"


def _shown_in(item: dict[str, Any]) -> Shown | None:
    text = (item.get("output") or {}).get("text") or ""
    at = item.get("completed_at") or item.get("started_at")
    try:
        data = json.loads(text.strip().removeprefix("```json").removesuffix("```"))
        return Shown(at=str(at), digest=str(data["digest"]), accounts=tuple(map(str, data["accounts"])))
    except (ValueError, KeyError, TypeError):
        return None
