"""Records what a person did of a run, and goes on with it. A run that has ended makes way: what was
approved meanwhile is applied.

The report comes from a job that somebody started, or from an issue's ticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csws.model.frozen import frozen
from csws.pipeline.commands import apply
from csws.pipeline.context import Context, Edit
from csws.pipeline.documents import WAITING, Outcome, Run, outcomes_of, runs_of
from csws.pipeline.forge import Issue, Tasks
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import TaskMark, task_mark_of
from csws.pipeline.program import Done
from csws.pipeline.pushing import Disputed, Records, Unpushed
from csws.pipeline.tasks import as_ids, find, find_run, newly_ticked, refresh, restore
from csws.pipeline.telling import Result, tell
from csws.pipeline.texts import prose

_USAGE = 64
_TRIES = 5


@frozen
class Report:
    """What somebody says is done of a run, and the issue in which they said it."""

    run: str
    done: str
    who: str
    issue: Issue | None


class Ended(Exception):
    """The run that somebody reports on has ended, but its issue is still open: a job stopped in between."""

    def __init__(self, run: str, issue: Issue):
        super().__init__(run)
        self.run, self.issue = run, issue


class NoReport(Exception):
    """There is nothing to record; the message says why. `code` is the job's."""

    def __init__(self, message: str, code: int = 0):
        super().__init__(message)
        self.code = code


def run(context: Context) -> int:
    try:
        records = context.records()
        records.take_newest()
        return _resumed(context, records, _report(context))
    except Ended as end:
        return _made_way(context, end)
    except NoReport as reason:
        (context.surface.error if reason.code else context.surface.warning)(str(reason))
        return context.finish(reason.code)
    except (ApiFault, Unpushed) as fault:
        context.surface.error(str(fault))
        return context.finish(1)


def _report(context: Context) -> Report:
    if context.edit is not None:
        return _ticked(context, context.edit)
    if not context.job.run:
        raise NoReport("Set the input `run` to the run's id, as `csws runs` or its issue shows it.", _USAGE)
    run = context.job.run
    if context.tasks is not None and _unfinished(context, run) is None:
        issue = find_run(context.tasks, context.job.project, run)
        if issue is not None:
            raise Ended(run, issue)
    return Report(run=run, done=context.job.done, who=context.actor, issue=None)


def _ticked(context: Context, edit: Edit) -> Report:
    """The steps that this edit ticked, if all of this holds: csws opened the issue, a person who may
    write edited it, and the run waits for a person. The rest of the text says nothing."""
    if context.tasks is None:
        raise NoReport("There is no token to read the issue with.", 1)
    issue = context.tasks.issue(edit.number)
    mark = task_mark_of(edit.before) if issue is not None else None
    if issue is None or mark is None or mark.project != context.job.project:
        raise NoReport(f"Issue {edit.number} is not one that csws opened for this project.")
    unfinished = _waiting(context, mark, issue)
    if not context.tasks.may_write(edit.who):
        restore(context.tasks, issue, mark, unfinished, context.longest_comment)
        raise NoReport(f"{edit.who} may not write to this repository, so their edit was undone and nothing recorded.")
    steps = newly_ticked(edit.before, edit.after) & unfinished.manual
    if not steps:
        refresh(context.tasks, issue, mark, unfinished, context.longest_comment)
        raise NoReport("This edit ticked no step that is waiting to be done.")
    return Report(run=unfinished.id, done=as_ids(steps), who=edit.who, issue=issue)


def _waiting(context: Context, mark: TaskMark, issue: Issue) -> Run:
    found = _unfinished(context, mark.run)
    if found is not None and found.account == mark.account:
        return found
    if issue.is_open and task_mark_of(issue.body) == mark:
        raise Ended(mark.run, issue)
    raise NoReport(f"Run {mark.run} of {mark.account} has ended, so there is nothing to record.")


def _unfinished(context: Context, run: str) -> Run | None:
    """None where the run has ended. An account that cannot be read may have it."""
    done, document = context.program.document("runs")
    found = next((item for item in runs_of(document) if item.id == run), None)
    if found is None and (done.code or "accounts" not in document):
        raise NoReport(f"csws cannot tell whether run {run} has ended. {done.last_words}".strip(), done.code or 1)
    return found


def _made_way(context: Context, end: Ended) -> int:
    """What the job that recorded the last step did not come to."""
    untold = 0
    try:
        if context.tasks is not None:
            _close(context.tasks, end.issue, end.run)
    except ApiFault as fault:
        untold = 1
        context.surface.warning(str(fault))
    return apply.run(context) or untold


def _close(tasks: Tasks, issue: Issue, run: str) -> None:
    tasks.reply(issue, f"Run {run} has ended.")
    tasks.close(issue)


def _resumed(context: Context, records: Records, report: Report) -> int:
    by = ["--done", report.done, "--by", report.who] if report.done else []
    words = ["--resume", "--run", report.run, *by, *context.job.apply_arguments]
    done, document, is_pushed = _recorded(context, records, words, f"run {report.run}")
    if not is_pushed:
        return context.finish(WAITING)
    code, outcomes = done.code, outcomes_of(document)
    error = document.get("error") or {}
    said = " ".join(filter(None, [error.get("message"), error.get("hint")]))
    result = Result(outcomes=outcomes, remarks=(f"❌ {prose(said)}",) if said else ())
    untold = _answer(context, report, result)
    if not outcomes:  # such as a step that the run does not have: nothing happened that others must know
        context.surface.error(said or done.last_words)
        return context.finish(code)
    if code in (0, WAITING) and _unfinished(context, report.run) is None:
        return apply.run(context) or untold
    untold = max(untold, tell(context, result, is_merge=False))
    return context.finish(code, apply.job_code(code, result, untold))


def _recorded(context: Context, records: Records, words: Sequence[str], what: str) -> tuple[Done, dict[str, Any], bool]:
    """Reports, and pushes what that recorded. If somebody else reported on the run at the same time, says
    it again on top of theirs: what is recorded already is not recorded twice."""
    for left in reversed(range(_TRIES)):
        done, document = context.program.document("apply", *words)
        try:
            records.publish(apply.commit_message(context, what))
            return done, document, True
        except Disputed as fault:
            if not left:
                apply.not_pushed(context, records, fault)
                break
            records.take_newest()
        except Unpushed as fault:
            apply.not_pushed(context, records, fault)
            break
    return done, document, False


def _answer(context: Context, report: Report, result: Result) -> int:
    """Brings the run's issue up to date: closes it where the run has ended."""
    if context.tasks is None:
        return 0
    try:
        for outcome in result.outcomes:
            _answer_in(context, report, outcome)
        if result.remarks and report.issue is not None:
            context.tasks.reply(report.issue, "\n".join(result.remarks))
    except ApiFault as fault:
        context.surface.warning(str(fault))
        return 1
    return 0


def _answer_in(context: Context, report: Report, outcome: Outcome) -> None:
    assert context.tasks is not None
    mark = TaskMark(project=context.job.project, account=outcome.account, run=report.run)
    issue = report.issue or find(context.tasks, mark)
    if issue is None:
        return
    run = _unfinished(context, report.run)
    if run is None and outcome.exit_code in (0, WAITING):
        _close(context.tasks, issue, report.run)
    elif run is not None:
        refresh(context.tasks, issue, mark, run, context.longest_comment)
        if not outcome.waits and outcome.exit_code:
            context.tasks.reply(issue, f"❌ {prose(f'{outcome.message} {outcome.hint}')}")
