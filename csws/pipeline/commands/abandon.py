"""Gives an unfinished run up, and closes its issue. Who may do that is the workflow's to say."""

from __future__ import annotations

from csws.pipeline.commands import apply
from csws.pipeline.context import Context
from csws.pipeline.documents import runs_of
from csws.pipeline.http import ApiFault
from csws.pipeline.marks import TaskMark
from csws.pipeline.pushing import Records, Unpushed
from csws.pipeline.tasks import find
from csws.pipeline.telling import Result, tell
from csws.pipeline.texts import escaped

_USAGE = 64


def run(context: Context) -> int:
    if not context.job.run:
        context.surface.error("Set the input `run` to the run's id, as `csws runs` or its issue shows it.")
        return context.finish(_USAGE)
    try:
        records = context.records()
        records.take_newest()
        return _abandoned(context, records)
    except (ApiFault, Unpushed) as fault:
        context.surface.error(str(fault))
        return context.finish(1)


def _abandoned(context: Context, records: Records) -> int:
    job = context.job
    accounts = [item.account for item in runs_of(context.program.document("runs")[1]) if item.id == job.run]
    done = context.program.run("abandon", job.run, "--auto-approve", "--by", context.actor)
    if done.code != 0:
        context.surface.error(done.last_words)
        return context.finish(done.code)
    code, unpushed = apply.publish(context, records, 0, f"giving up run {job.run}")
    if unpushed:
        return context.finish(code)
    remarks: list[str] = []
    for account in accounts:
        remarks.append(
            f"⚠️ **{escaped(account)}**: {escaped(context.actor)} gave run {job.run} up. {context.place.way_on}"
        )
        _close(context, TaskMark(project=job.project, account=account, run=job.run))
    tell(context, Result(remarks=tuple(remarks)), is_merge=False)
    return context.finish(code)


def _close(context: Context, mark: TaskMark) -> None:
    issue = find(context.tasks, mark) if context.tasks else None
    if context.tasks is not None and issue is not None:
        said = (
            f"{context.actor} gave run {mark.run} up ([run]({context.place.run_url})). What was done of it stays done."
        )
        context.tasks.reply(issue, said)
        context.tasks.close(issue)
