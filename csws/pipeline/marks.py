"""The hidden first line of what csws writes on a forge: which project, commit, digest and run it is
of. It only finds csws's own comments again; nothing is approved by it."""

from __future__ import annotations

import json
import re

from csws.model.frozen import frozen

_MARK = re.compile(r"<!-- csws (?P<kind>plan|result) (?P<data>\{[^\n]*\}) -->")
_TASK = re.compile(
    r"<!-- csws run (?P<project>[0-9a-f]{12}) (?P<account>[a-z][a-z0-9_-]*) (?P<run>[0-9a-f]{12}(?:-\d+)?) -->"
)


@frozen
class Mark:
    """`run` is the number of the pipeline's run and the attempt; a later one has a greater pair.
    `is_open` says that something is still left to do of what a result reports."""

    kind: str
    project: str
    head: str
    digest: str | None
    run: tuple[int, int]
    is_open: bool = False

    def __str__(self) -> str:
        data = {
            "project": self.project,
            "head": self.head,
            "digest": self.digest,
            "run": list(self.run),
            "open": self.is_open,
        }
        return f"<!-- csws {self.kind} {json.dumps(data)} -->"


def mark_of(body: str) -> Mark | None:
    found = _MARK.match(body)
    if found is None:
        return None
    try:
        data = json.loads(found["data"])
        first, attempt = data["run"]
        return Mark(
            kind=found["kind"],
            project=str(data["project"]),
            head=str(data["head"]),
            digest=None if data["digest"] is None else str(data["digest"]),
            run=(int(first), int(attempt)),
            is_open=data["open"] is True,
        )
    except (ValueError, KeyError, TypeError):
        return None


@frozen
class TaskMark:
    """Which run an issue is for."""

    project: str
    account: str
    run: str

    def __str__(self) -> str:
        return f"<!-- csws run {self.project} {self.account} {self.run} -->"


def task_mark_of(body: str) -> TaskMark | None:
    found = _TASK.match(body)
    return TaskMark(project=found["project"], account=found["account"], run=found["run"]) if found else None
