"""Records what a person did of a run, and goes on with it. A run that has ended makes way: what was
approved meanwhile is applied.

The report comes from a job that somebody started, or from an issue's ticks.
"""

from __future__ import annotations

from csws.model.frozen import frozen
from csws.pipeline.commands import apply
from csws.pipeline.context import Context, Edit
from csws.pipeline.documents import WAITING, Outcome, Run, outcomes_of, runs_of
from csws.pipeline.forge import Issue
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import TaskMark, task_mark_of
from csws.pipeline.pushing import Unpushed
from csws.pipeline.tasks import as_ids, find, newly_ticked, refresh
from csws.pipeline.telling import Result, tell
from csws.pipeline.texts import prose

_USAGE = 64


@frozen
class Report:
    """What somebody says is done of a run, and the issue in which they said it."""

    run: str
    done: str
    who: str
    issue: Issue | None


class NoReport(Exception):
    """There is nothing to record; the message says why. `code` is the job's."""

    def __init__(self, message: str, code: int = 0):
        super().__init__(message)
        self.code = code


def run(context: Context) -> int:
    try:
        records = context.records()
        records.take_newest()
        report = _report(context)
        return _resumed(context, report)
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
    return Report(run=context.job.run, done=context.job.done, who=context.actor, issue=None)


def _ticked(context: Context, edit: Edit) -> Report:
    """The steps that this edit ticked, if all of this holds: csws opened the issue, a person who may
    write edited it, and the run waits for a person. The rest of the text says nothing."""
    if context.tasks is None:
        raise NoReport("There is no token to read the issue with.", 1)
    issue = context.tasks.issue(edit.number)
    mark = task_mark_of(edit.before) if issue is not None else None
    if issue is None or mark is None or mark.project != context.job.project:
        raise NoReport(f"Issue {edit.number} is not one that csws opened for this project.")
    if not context.tasks.may_write(edit.who):
        raise NoReport(f"{edit.who} may not write to this repository, so their ticks are not recorded.")
    unfinished = _unfinished(context, mark)
    steps = newly_ticked(edit.before, edit.after) & unfinished.manual
    if not steps:
        raise NoReport("This edit ticked no step that waits for a person.")
    return Report(run=unfinished.id, done=as_ids(steps), who=edit.who, issue=issue)


def _unfinished(context: Context, mark: TaskMark) -> Run:
    found = [run for run in _runs(context) if (run.account, run.id) == (mark.account, mark.run)]
    if not found:
        raise NoReport(f"Run {mark.run} of {mark.account} has ended, so there is nothing to record.")
    return found[0]


def _runs(context: Context) -> tuple[Run, ...]:
    return runs_of(context.program.document("runs")[1])


def _resumed(context: Context, report: Report) -> int:
    by = ["--done", report.done, "--by", report.who] if report.done else []
    words = ["--resume", "--run", report.run, *by, *context.job.apply_arguments]
    done, document = context.program.document("apply", *words)
    outcomes = outcomes_of(document)
    code, unpushed = apply.publish(context, done.code, f"run {report.run}")
    if unpushed:
        return context.finish(code)
    error = document.get("error") or {}
    said = " ".join(filter(None, [error.get("message"), error.get("hint")]))
    result = Result(outcomes=outcomes, remarks=(f"❌ {prose(said)}",) if said else ())
    untold = _answer(context, report, result)
    left = {item.id for item in _runs(context)}
    if report.run not in left and code in (0, WAITING):
        return apply.run(context)
    untold = max(untold, tell(context, result))
    return context.finish(code, apply.job_code(code, result, untold))


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
    run = next((item for item in _runs(context) if item.id == report.run), None)
    if run is None and outcome.exit_code in (0, WAITING):
        context.tasks.reply(issue, f"Run {report.run} has ended: every step is done.")
        context.tasks.close(issue)
    elif run is not None:
        refresh(context.tasks, issue, mark, run, context.place, "")
        if not outcome.waits and outcome.exit_code:
            context.tasks.reply(issue, f"❌ {prose(f'{outcome.message} {outcome.hint}')}")
