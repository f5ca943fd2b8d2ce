"""The ticks in the issue of a run: what a person reports as done.

The text of an issue is never a command. All that counts is which of the run's own steps are ticked.
"""

from __future__ import annotations

import re

from csws.model.frozen import frozen
from csws.pipeline.documents import Run
from csws.pipeline.forge import Issue, Tasks
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import TaskMark, task_mark_of
from csws.pipeline.texts import pages, runbook_text, task_text, task_title

_TICK = re.compile(r"(?m)^\s*[-*] \[[xX]\] \*\*(\d{1,6})\.\*\* ")


def ticks(body: str) -> frozenset[int]:
    return frozenset(int(found) for found in _TICK.findall(body.replace("\r\n", "\n")))


def newly_ticked(before: str, after: str) -> frozenset[int]:
    """The steps that this one edit ticked, so that each person is recorded for their own ticks."""
    return ticks(after) - ticks(before)


def as_ids(steps: frozenset[int]) -> str:
    """As `--done` takes them."""
    return ",".join(map(str, sorted(steps)))


@frozen
class Text:
    """What the comments of an issue say. `limit` is the longest text that the forge takes."""

    source: str
    runbook: str
    limit: int


def show_run(tasks: Tasks, mark: TaskMark, run: Run, text: Text) -> Issue:
    """The issue of this run: opened once, and brought up to date. Raises ApiFault."""
    known = find(tasks, mark)
    if known is not None:
        refresh(tasks, known, mark, run, text.limit)
        return known
    body = task_text(mark, run, frozenset(), text.limit)
    try:
        opened = tasks.open(task_title(run.account, run.id), body)
    except ApiFault as fault:
        found = find(tasks, mark) if fault.unsure else None
        if found is None:
            raise
        opened = found
    for part in pages(f"{text.source}\n\n{runbook_text(text.runbook)}", text.limit):
        tasks.reply(opened, part)
    return opened


def find(tasks: Tasks, mark: TaskMark) -> Issue | None:
    return next((issue for issue in tasks.open_issues() if task_mark_of(issue.body) == mark), None)


def find_run(tasks: Tasks, project: str, run: str) -> Issue | None:
    """The open issue of a run, whichever account it is of."""
    marks = ((issue, task_mark_of(issue.body)) for issue in tasks.open_issues())
    return next((issue for issue, mark in marks if mark and (mark.project, mark.run) == (project, run)), None)


def refresh(tasks: Tasks, issue: Issue, mark: TaskMark, run: Run, limit: int) -> None:
    """Ticks what is done. Keeps ticks that are not recorded yet: another job is about to."""
    now = tasks.issue(issue.number) or issue
    _write(tasks, now, task_text(mark, run, ticks(now.body), limit))


def restore(tasks: Tasks, issue: Issue, mark: TaskMark, run: Run, limit: int) -> None:
    """The issue as csws wrote it, with nothing ticked that is not recorded."""
    _write(tasks, issue, task_text(mark, run, frozenset(), limit))


def _write(tasks: Tasks, issue: Issue, body: str) -> None:
    if issue.body.replace("\r\n", "\n").strip() != body.strip():
        tasks.edit(issue, body)
