"""What a repository on GitHub holds, as far as csws uses it, and how the REST API shows it.

Tests read and change these values directly. The shapes follow the response schemas on
docs.github.com/rest (issues, issues/comments, pulls, pulls/reviews, checks/runs, commits/statuses).
`user` may be None everywhere: the API answers null for a deleted account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
AREAS = ("contents", "issues", "pull_requests", "checks", "statuses")
# What a role counts as in `permission`, which knows no other names (rest/collaborators).
PERMISSIONS = {"admin": "admin", "maintain": "write", "write": "write", "triage": "read", "read": "read"}


@dataclass(frozen=True)
class User:
    login: str
    type: str = "User"

    def json(self) -> Json:
        return {"login": self.login, "type": self.type}


@dataclass(frozen=True)
class App:
    id: int
    slug: str

    @property
    def user(self) -> User:
        return User(f"{self.slug}[bot]", "Bot")

    def json(self) -> Json:
        return {"id": self.id, "slug": self.slug}


@dataclass
class Token:
    """`permissions`: none, read or write for each area. `sees_repository` is False for a personal
    token that was not given the private repository."""

    user: User
    app: App | None = None
    permissions: dict[str, str] = field(default_factory=lambda: dict.fromkeys(AREAS, "write"))
    sees_repository: bool = True


@dataclass
class Comment:
    id: int
    number: int  # of the issue or pull request
    user: User | None
    body: str | None
    created_at: str
    updated_at: str
    app: App | None = None

    def json(self) -> Json:
        return {
            "id": self.id,
            "html_url": f"https://github.com/o/r/issues/{self.number}#issuecomment-{self.id}",
            "user": shown(self.user),
            "body": self.body,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "performed_via_github_app": shown(self.app),
        }


@dataclass
class Issue:
    number: int
    user: User | None
    title: str
    created_at: str
    updated_at: str
    body: str | None = None
    state: str = "open"  # or closed
    state_reason: str | None = None  # completed, not_planned, duplicate, reopened
    labels: list[str] = field(default_factory=list)
    locked: bool = False
    closed_at: str | None = None

    def json(self) -> Json:
        return {
            "number": self.number,
            "html_url": f"https://github.com/o/r/issues/{self.number}",
            "user": shown(self.user),
            "title": self.title,
            "body": self.body,
            "state": self.state,
            "state_reason": self.state_reason,
            "labels": [{"name": name} for name in self.labels],
            "locked": self.locked,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "closed_at": self.closed_at,
        }


@dataclass
class Review:
    id: int
    user: User | None
    state: str  # APPROVED, DISMISSED, COMMENTED, CHANGES_REQUESTED
    commit_id: str
    submitted_at: str
    body: str = ""

    def json(self) -> Json:
        return {**vars(self), "user": shown(self.user)}


@dataclass
class Pull(Issue):
    """`merge_commit_sha` is that of a test merge until the pull request is merged (rest/pulls)."""

    head_sha: str = "a" * 40
    head_ref: str = "change"
    head_repository: str | None = "o/r"  # None: the fork was deleted
    base_ref: str = "main"
    merged_at: str | None = None
    merge_commit_sha: str | None = "c" * 40
    commits: list[str] = field(default_factory=list)  # besides the head
    reviews: list[Review] = field(default_factory=list)

    def json(self) -> Json:
        repository = {"full_name": self.head_repository} if self.head_repository else None
        return {
            **{key: value for key, value in super().json().items() if key != "state_reason"},
            "html_url": f"https://github.com/o/r/pull/{self.number}",
            "head": {"sha": self.head_sha, "ref": self.head_ref, "repo": repository},
            "base": {"ref": self.base_ref, "repo": {"full_name": "o/r"}},
            "merged_at": self.merged_at,
            "merge_commit_sha": self.merge_commit_sha,
        }

    def as_issue(self) -> Json:
        """Every pull request is an issue too; the key pull_request tells them apart (rest/issues)."""
        return {**super().json(), "pull_request": {"merged_at": self.merged_at}}


@dataclass
class CheckRun:
    id: int
    app: App
    name: str
    head_sha: str
    started_at: str
    status: str = "queued"  # or in_progress, completed
    conclusion: str | None = None
    completed_at: str | None = None
    external_id: str = ""
    details_url: str | None = None
    output: Json = field(default_factory=lambda: {"title": None, "summary": None, "text": None})

    def json(self) -> Json:
        return {**vars(self), "app": self.app.json(), "html_url": f"https://github.com/o/r/runs/{self.id}"}


@dataclass
class Status:
    id: int
    sha: str
    creator: User | None
    state: str  # error, failure, pending, success
    context: str
    description: str | None
    target_url: str | None
    created_at: str

    def json(self) -> Json:
        return {**{key: value for key, value in vars(self).items() if key != "sha"}, "creator": shown(self.creator)}


def shown(value: User | App | None) -> Json | None:
    return value.json() if value else None
