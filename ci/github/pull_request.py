"""The plan's comment on a pull request: created once, updated in place, and read back after the merge.

    pull_request.py comment FILE DIGEST    writes the comment
    pull_request.py approved               prints the digest with which the merged pull request was approved

Calls the API at GITHUB_API_URL with GITHUB_TOKEN. A comment counts only if the bot wrote it for exactly the commit
that was merged.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
from typing import Any

_BOT = "github-actions[bot]"


def main(arguments: list[str]) -> int:
    try:
        return comment(arguments[1], arguments[2]) if arguments[0] == "comment" else approved()
    except urllib.error.HTTPError as error:
        what = "written" if arguments[0] == "comment" else "read"
        print(
            f"::warning title=csws::The plan's comment cannot be {what} ({error.code}). The plan is in the summary of this run. "
            "For a pull request from a fork this is intended: its token is read-only.",
            file=sys.stderr,
        )
        return 0 if arguments[0] == "comment" else 1


def comment(file: str, digest: str) -> int:
    pull = _event().get("pull_request")
    if pull is None:
        return 0
    marker = _marker()
    with open(file, encoding="utf-8") as stream:
        body = f"{marker}\n<!-- csws-digest {digest} {pull['head']['sha']} -->\n{stream.read()}"
    known = _own_comment(pull["number"], marker)
    if known is None:
        _call("POST", f"issues/{pull['number']}/comments", {"body": body})
    else:
        _call("PATCH", f"issues/comments/{known['id']}", {"body": body})
    return 0


def approved() -> int:
    """Prints the digest in the comment on the pull request that this commit merged, if the comment
    is for its last commit."""
    pulls = _call("GET", f"commits/{os.environ['GITHUB_SHA']}/pulls")
    merged = next((pull for pull in pulls if pull.get("merged_at")), None)
    found = _own_comment(merged["number"], _marker()) if merged else None
    approval = re.search(r"<!-- csws-digest (sha256:[0-9a-f]{64}) ([0-9a-f]{40}) -->", found["body"]) if found else None
    if not merged or not approval or approval[2] != merged["head"]["sha"]:
        print(
            "::error title=csws::No approved plan was found for this commit: it must come from a merged pull request whose "
            "last commit has a plan. Plan again in a pull request, or set the input `expect` to the digest.",
            file=sys.stderr,
        )
        return 1
    print(approval[1])
    return 0


def _marker() -> str:
    """Identifies the comment: one for each project of a repository."""
    folder = re.sub(r"[^A-Za-z0-9_./-]", "_", os.environ.get("CSWS_DIRECTORY", "."))
    return f"<!-- csws-plan-of {folder} -->"


def _own_comment(number: int, marker: str) -> dict[str, Any] | None:
    for page in range(1, 31):
        comments: list[dict[str, Any]] = _call("GET", f"issues/{number}/comments?per_page=100&page={page}")
        for item in comments:
            if item["user"]["login"] == _BOT and item["body"].startswith(marker):
                return item
        if len(comments) < 100:
            return None
    return None


def _event() -> dict[str, Any]:
    with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as stream:
        event: dict[str, Any] = json.load(stream)
    return event


def _call(method: str, path: str, data: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        method=method,
        data=json.dumps(data).encode() if data is not None else None,
        headers={
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
