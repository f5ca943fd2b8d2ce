"""The ticks in the issue of a run: what a person reports as done.

The text of an issue is never a command. All that counts is which of the run's own steps are ticked.
"""

from __future__ import annotations

import re

from csws.pipeline.documents import Run
from csws.pipeline.forge import Issue, Place, Tasks
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import TaskMark, task_mark_of
from csws.pipeline.texts import runbook_text, task_text, task_title

_TICK = re.compile(r"(?m)^\s*[-*] \[[xX]\] \*\*(\d{1,6})\.\*\* ")


def ticks(body: str) -> frozenset[int]:
    return frozenset(int(found) for found in _TICK.findall(body.replace("\r\n", "\n")))


def newly_ticked(before: str, after: str) -> frozenset[int]:
    """The steps that this one edit ticked, so that each person is recorded for their own ticks."""
    return ticks(after) - ticks(before)


def as_ids(steps: frozenset[int]) -> str:
    """As `--done` takes them."""
    return ",".join(map(str, sorted(steps)))


def show_run(tasks: Tasks, mark: TaskMark, run: Run, place: Place, source: str, runbook: str) -> Issue:
    """The issue of this run: opened once, and brought up to date. Raises ApiFault."""
    known = find(tasks, mark)
    if known is not None:
        refresh(tasks, known, mark, run, place, source)
        return known
    body = task_text(mark, run, place, source, frozenset())
    try:
        opened = tasks.open(task_title(run.account, run.id), body)
    except ApiFault as fault:
        found = find(tasks, mark) if fault.unsure else None
        if found is None:
            raise
        opened = found
    if runbook:
        tasks.reply(opened, runbook_text(runbook))
    return opened


def find(tasks: Tasks, mark: TaskMark) -> Issue | None:
    return next((issue for issue in tasks.open_issues() if task_mark_of(issue.body) == mark), None)


def refresh(tasks: Tasks, issue: Issue, mark: TaskMark, run: Run, place: Place, source: str) -> None:
    """Ticks what is done. Keeps ticks that are not recorded yet: another job is about to."""
    done = frozenset(step.id for step in run.steps if step.is_done)
    now = tasks.issue(issue.number) or issue
    ticked = ticks(now.body)
    if not done <= ticked:
        tasks.edit(issue, task_text(mark, run, place, source, ticked))
