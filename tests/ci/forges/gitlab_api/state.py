"""What a project on GitLab holds, as far as csws uses it, and how the REST API shows it.

Tests read and change these values directly. The shapes follow docs.gitlab.com/api (merge_requests,
issues, notes, project_members). Content of a deleted person belongs to the user `ghost`, so an
author is never null.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
GUEST, REPORTER, DEVELOPER, MAINTAINER, OWNER = 10, 20, 30, 40, 50  # access levels


@dataclass(frozen=True)
class User:
    id: int
    username: str
    name: str

    def json(self) -> Json:
        return {"id": self.id, "username": self.username, "name": self.name, "state": "active"}


GHOST = User(999, "ghost", "Ghost User")


@dataclass
class Token:
    user: User
    scope: str = "api"  # or read_api


@dataclass
class Note:
    id: int
    kind: str  # merge_requests or issues
    iid: int  # of the merge request or issue
    author: User
    body: str
    created_at: str
    updated_at: str
    system: bool = False

    def json(self) -> Json:
        return {
            "id": self.id,
            "body": self.body,
            "author": self.author.json(),
            "system": self.system,
            "internal": False,
            "noteable_type": "MergeRequest" if self.kind == "merge_requests" else "Issue",
            "noteable_iid": self.iid,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }


@dataclass
class MergeRequest:
    iid: int
    author: User
    title: str
    created_at: str
    updated_at: str
    description: str | None = None
    state: str = "opened"  # or closed, locked, merged
    sha: str = "a" * 40  # the head
    commits: list[str] = field(default_factory=list)  # besides the head
    source_branch: str = "change"
    target_branch: str = "main"
    source_project_id: int = 42
    merge_commit_sha: str | None = None
    squash_commit_sha: str | None = None
    merge_user: User | None = None
    merged_at: str | None = None

    def json(self) -> Json:
        return {
            **{key: value for key, value in vars(self).items() if key != "commits"},
            "id": 4200 + self.iid,
            "project_id": 42,
            "target_project_id": 42,
            "web_url": f"https://gitlab.com/g/p/-/merge_requests/{self.iid}",
            "author": self.author.json(),
            "merge_user": self.merge_user.json() if self.merge_user else None,
        }


@dataclass
class Issue:
    iid: int
    author: User
    title: str
    created_at: str
    updated_at: str
    description: str | None = None
    state: str = "opened"  # or closed
    labels: list[str] = field(default_factory=list)
    closed_at: str | None = None

    def json(self) -> Json:
        return {
            **vars(self),
            "id": 8400 + self.iid,
            "project_id": 42,
            "web_url": f"https://gitlab.com/g/p/-/issues/{self.iid}",
            "author": self.author.json(),
        }
