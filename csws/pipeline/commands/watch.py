"""Looks at the accounts once a night: one issue has what there is to see, and is closed when that is
nothing."""

from __future__ import annotations

from csws.pipeline.context import Context
from csws.pipeline.http import ApiFault
from csws.pipeline.program import Done
from csws.pipeline.texts import fenced, head_line

_PENDING = 2
_ROOM = 1000


def run(context: Context) -> int:
    done = context.program.run("watch", "--format", "markdown", "--detailed-exitcode", *context.job.arguments)
    text = _text(context, done)
    print(text, flush=True)
    context.surface.summarize(text)
    if context.tasks is None:
        return context.finish(done.code, done.code)
    try:
        _report(context, text, is_quiet=done.code == 0)
    except ApiFault as fault:
        context.surface.error(str(fault))
        return context.finish(done.code, 1)
    return context.finish(done.code)


def _text(context: Context, done: Done) -> str:
    body = done.out or fenced(done.last_words)
    limit = context.longest_comment - _ROOM
    if len(body) > limit:
        body = f"{body[:limit]}\n\nThe rest is in the [run]({context.place.run_url}).\n"
    return f"{head_line(context.job.name, context.place)}\n\n{body}"


def _report(context: Context, text: str, *, is_quiet: bool) -> None:
    assert context.tasks is not None
    mark = f"<!-- csws watch {context.job.project} -->"
    known = next((issue for issue in context.tasks.open_issues() if issue.body.startswith(mark)), None)
    if is_quiet and known is not None:
        context.tasks.reply(known, f"Nothing to see any more ([run]({context.place.run_url})).")
        context.tasks.close(known)
    elif not is_quiet and known is not None:
        context.tasks.edit(known, f"{mark}\n{text}")
    elif not is_quiet:
        name = f" ({context.job.name})" if context.job.name else ""
        context.tasks.open(f"csws: look at HubSpot{name}", f"{mark}\n{text}")
