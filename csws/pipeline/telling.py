"""Tells what an apply did: the summary, the merged pull requests, and the issues of runs that wait."""

from __future__ import annotations

from csws.model.frozen import frozen
from csws.pipeline.comments import place
from csws.pipeline.context import Context
from csws.pipeline.documents import Outcome, runs_of
from csws.pipeline.forge import Pull
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import Mark, TaskMark, mark_of
from csws.pipeline.tasks import show_run
from csws.pipeline.texts import fold, result_text, runbook_text


@frozen
class Result:
    """What became of the accounts. `remarks` are sentences about those that were not tried, `pulls`
    the pull requests whose plans were applied."""

    outcomes: tuple[Outcome, ...] = ()
    remarks: tuple[str, ...] = ()
    pulls: tuple[Pull, ...] = ()

    @property
    def waiting(self) -> tuple[Outcome, ...]:
        return tuple(item for item in self.outcomes if item.waits)

    @property
    def is_open(self) -> bool:
        return bool(self.remarks) or any(item.exit_code for item in self.outcomes)


def tell(context: Context, result: Result) -> int:
    """Returns 1 if the forge did not take all of it, which the job's log then says, else 0."""
    faults: list[str] = []
    links = _open_tasks(context, result, faults)
    text = result_text(context.job.name, context.place, result.outcomes, result.remarks, links)
    books = _runbooks(context, result)
    print(text, flush=True)
    context.surface.summarize("\n".join([text, *books]))
    try:
        for pull in _concerned(context, result):
            _comment(context, pull, result, "\n".join([text, *books]))
    except ApiFault as fault:
        faults.append(str(fault))
    for message in faults:
        context.surface.warning(message)
    return 1 if faults else 0


def _open_tasks(context: Context, result: Result, faults: list[str]) -> dict[str, str]:
    """The issue of each waiting run, as a link, by account."""
    if context.tasks is None or not result.waiting:
        return {}
    runs = {run.id: run for run in runs_of(context.program.document("runs")[1])}
    links = {}
    for outcome in result.waiting:
        run = runs.get(outcome.run or "")
        if run is None:
            continue
        mark = TaskMark(project=context.job.project, account=run.account, run=run.id)
        try:
            issue = show_run(context.tasks, mark, run, context.place, _source(context), _runbook(context, outcome))
            links[outcome.account] = f"[issue {context.place.pull_mark}{issue.number}]({issue.url})"
        except ApiFault as fault:
            faults.append(str(fault))
    return links


def _source(context: Context) -> str:
    return f"It comes from commit {context.place.commit[:7]} ([run]({context.place.run_url})). "


def _runbook(context: Context, outcome: Outcome) -> str:
    """The runbook's Markdown; "" if there is none."""
    if not outcome.runbook:
        return ""
    file = context.job.folder / outcome.runbook
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _runbooks(context: Context, result: Result) -> list[str]:
    """Folded, as they stand below the result, while there is room."""
    room, found = context.longest_comment // 2, []
    for outcome in result.waiting:
        text = runbook_text(_runbook(context, outcome))
        if text and len(text) <= room:
            room -= len(text)
            found.append(fold(f"Runbook for {outcome.account}", text))
    return found


def _concerned(context: Context, result: Result) -> list[Pull]:
    """What was merged now, if there is something to tell, and earlier ones that still wait for word."""
    if context.talk is None:
        return []
    now = [*(context.talk.merged_now() if result.outcomes or result.remarks else ()), *result.pulls]
    concerned = {pull.number: pull for pull in now}
    for pull in context.talk.merged_lately():
        if pull.number not in concerned and _is_open(context, pull):
            concerned[pull.number] = pull
    return list(concerned.values())


def _is_open(context: Context, pull: Pull) -> bool:
    assert context.talk is not None
    marks = [mark_of(comment.body) for comment in context.talk.comments(pull) if comment.is_mine]
    last = [mark for mark in marks if mark and (mark.kind, mark.project) == ("result", context.job.project)]
    return bool(last) and last[-1].is_open


def _comment(context: Context, pull: Pull, result: Result, text: str) -> None:
    assert context.talk is not None
    mark = Mark(
        kind="result",
        project=context.job.project,
        head=pull.head,
        digest=None,
        run=context.place.run,
        is_open=result.is_open,
    )
    place(context.talk, pull, mark, text, context.longest_comment)
