"""What the commands ask of a forge, whichever it is. GitHub and GitLab fill it in their own folders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from csws.model.frozen import frozen


@frozen
class Pull:
    """A pull request, or a merge request. `head` is its last commit; times are in UTC, ISO 8601."""

    number: int
    head: str
    merged_at: str | None = None


@frozen
class Comment:
    """`id` grows with time. `is_mine` says that the one who runs this job wrote it."""

    id: int
    body: str
    is_mine: bool


@frozen
class Shown:
    """A plan that reviewers were shown: when, its digest, and those of its accounts with steps,
    unless there were too many to keep."""

    at: str
    digest: str
    accounts: tuple[str, ...]

    @property
    def digests(self) -> frozenset[str]:
        return frozenset((self.digest, *self.accounts))


@frozen
class Issue:
    number: int
    url: str
    body: str
    is_open: bool = True


@frozen
class Place:
    """Where this job runs, for links: its commit, its run (number and attempt), and their pages,
    and the page and the title of its pull request, "" if it has none. `way_on` is how a person plans, approves
    and applies anew, `reporting` how they report steps of a run (`{run}`) where no issue lists
    them, `approving` how a reader of a plan lets it be applied."""

    commit: str
    commit_url: str
    run: tuple[int, int]
    run_url: str
    files_url: str
    pull_url: str
    pull_word: str
    pull_mark: str
    way_on: str
    reporting: str = ""
    approving: str = ""
    pull_title: str = ""


class Conversations(Protocol):
    """Comments on pull requests. Every method may raise ApiFault."""

    @property
    def pull(self) -> Pull | None:
        """The pull request that this job is for."""

    def head_of(self, pull: Pull) -> str:
        """The last commit of the pull request by now."""

    def merged_now(self) -> list[Pull]:
        """The pull requests that were merged with the commits of this job."""

    def merged_lately(self) -> Iterator[Pull]:
        """Some pull requests of this branch that were merged before, the newest first."""

    def comments(self, pull: Pull) -> Iterator[Comment]: ...

    def add(self, pull: Pull, body: str) -> None: ...

    def change(self, pull: Pull, comment: Comment, body: str) -> None: ...


class Approvals(Protocol):
    """Where approved plans are kept. Every method may raise ApiFault."""

    def keep(self, pull: Pull, shown: Shown, title: str, *, can_apply: bool) -> None:
        """Keeps what reviewers are shown, where nobody can edit it."""

    def approval(self, pull: Pull) -> Approval:
        """What was approved of a merged pull request."""


@frozen
class Approval:
    """`plan` is None where the pull request has no plan that counts; `why` says the reason."""

    pull: Pull
    plan: Shown | None
    why: str = ""


class Tasks(Protocol):
    """Issues of runs that wait for a person. Every method may raise ApiFault."""

    def open_issues(self) -> Iterator[Issue]:
        """The open issues that the one who runs this job opened."""

    def issue(self, number: int) -> Issue | None:
        """The issue, if the one who runs this job opened it."""

    def open(self, title: str, body: str) -> Issue: ...

    def edit(self, issue: Issue, body: str) -> None: ...

    def reply(self, issue: Issue, body: str) -> None: ...

    def close(self, issue: Issue) -> None: ...

    def may_write(self, login: str) -> bool:
        """Whether this person may write to the repository, as the forge says."""
