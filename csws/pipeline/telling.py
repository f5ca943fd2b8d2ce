"""Tells what an apply did: the summary, the merged pull requests, and the issues of runs that wait."""

from __future__ import annotations

from csws.model.frozen import frozen
from csws.pipeline.comments import marked, place
from csws.pipeline.context import Context
from csws.pipeline.documents import Outcome, runs_of
from csws.pipeline.forge import Pull
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import Mark, TaskMark
from csws.pipeline.tasks import Text, show_run
from csws.pipeline.texts import cut, fold, result_text, runbook_text

_ROOM = 1000  # characters for the mark and the last sentence of a comment


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


def tell(context: Context, result: Result, *, is_merge: bool = True) -> int:
    """Returns 1 if the forge did not take all of it, which the job's log then says, else 0.
    `is_merge` says that the job's commit is what was applied, so that its pull request is concerned."""
    faults: list[str] = []
    _keep_files(context, result)
    links = _open_tasks(context, result, faults)
    whole = result_text(context.job.name, context.place, result.outcomes, result.remarks, links)
    text = cut(whole, context.longest_comment // 2 - _ROOM, context.place)
    books = _runbooks(context, result)
    print(text, flush=True)
    context.surface.summarize("\n".join([text, *books]))
    try:
        concerned = _concerned(context, result, is_merge=is_merge)
    except ApiFault as fault:
        concerned = []
        faults.append(str(fault))
    for pull in concerned:
        try:
            _comment(context, pull, result, "\n".join([text, *books]))
        except ApiFault as fault:  # such as a locked conversation: the others hear of it all the same
            faults.append(f"{context.place.pull_mark}{pull.number}: {fault}")
    for message in faults:
        context.surface.warning(message)
    return 1 if faults else 0


def _keep_files(context: Context, result: Result) -> None:
    """The runbooks, where the job keeps its files."""
    folder = context.job.out / "runbooks"
    books = [outcome for outcome in result.waiting if _runbook(context, outcome)]
    for outcome in books:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{outcome.account}.md").write_text(_runbook(context, outcome), encoding="utf-8", newline="\n")
    context.surface.output("waiting", "true" if result.waiting else "false")
    context.surface.output("runbook", str(folder) if books else "")


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
            text = Text(source=_source(context), runbook=_runbook(context, outcome), limit=context.longest_comment)
            issue = show_run(context.tasks, mark, run, text)
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


def _concerned(context: Context, result: Result, *, is_merge: bool) -> list[Pull]:
    """What was merged now, if there is something to tell, and earlier ones that still wait for word."""
    if context.talk is None:
        return []
    merged = context.talk.merged_now() if is_merge and (result.outcomes or result.remarks) else ()
    now = [*merged, *result.pulls]
    concerned = {pull.number: pull for pull in now}
    for pull in context.talk.merged_lately():
        if pull.number not in concerned and _is_open(context, pull):
            concerned[pull.number] = pull
    return list(concerned.values())


def _is_open(context: Context, pull: Pull) -> bool:
    last = _last_result(context, pull)
    return last is not None and last.is_open


def _last_result(context: Context, pull: Pull) -> Mark | None:
    assert context.talk is not None
    ours = marked(context.talk.comments(pull), "result", context.job.project)
    return ours[-1][1] if ours else None


def _comment(context: Context, pull: Pull, result: Result, text: str) -> None:
    assert context.talk is not None
    last = _last_result(context, pull)
    if last is not None and not last.is_open and not result.outcomes:
        return  # it was applied: an old job that runs again, and is too late, has nothing to add
    mark = Mark(
        kind="result",
        project=context.job.project,
        head=pull.head,
        digest=None,
        run=context.place.run,
        is_open=result.is_open,
    )
    place(context.talk, pull, mark, text, context.longest_comment)
