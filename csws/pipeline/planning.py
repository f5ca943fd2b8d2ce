"""Makes the plan of a job, and shows it: summary, page, saved file, outputs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from csws.model.frozen import frozen
from csws.pipeline.context import Context
from csws.pipeline.documents import PlanDocument, plan_of
from csws.pipeline.program import Done
from csws.pipeline.texts import no_plan_text, plan_text

_ROOM = 4000  # characters for the lines around the plan in a comment


@frozen
class MadePlan:
    """`plan` is None where csws could not even begin. `text` is for people, in Markdown."""

    code: int
    plan: PlanDocument | None
    text: str


def make_plan(context: Context, *more: str, next_action: str | None = None) -> MadePlan:
    """`next_action` tells readers what to do with a plan that can be applied."""
    job = context.job
    job.out.mkdir(parents=True, exist_ok=True)
    file = job.out / "plan.json"
    file.unlink(missing_ok=True)
    words = ("plan", "--out", str(file), "--format", "github", "--detailed-exitcode", *more, *job.arguments)
    done = context.program.run(*words)
    sys.stdout.write(done.out)
    sys.stdout.flush()
    made = _shown(context, done, next_action) if file.is_file() and file.stat().st_size else _unmade(context, done)
    context.surface.summarize(made.text)
    return made


def read_plan(context: Context, file: Path) -> MadePlan:
    """A plan that an earlier job saved."""
    try:
        plan = plan_of(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        context.surface.error(f"The saved plan cannot be read ({error}). Run the job that makes it again.")
        return MadePlan(code=1, plan=None, text="")
    return MadePlan(code=0, plan=plan, text="")


def _shown(context: Context, done: Done, next_action: str | None) -> MadePlan:
    job, out = context.job, context.job.out
    file = str(out / "plan.json")
    limit = str(context.longest_comment - _ROOM)
    told = () if next_action is None else ("--next", next_action)
    markdown = context.program.run("show", file, "--format", "markdown", "--max-length", limit, *told).out
    page = context.program.run("show", file, "--format", "html", *_about(context))
    (out / "review.html").write_text(page.out, encoding="utf-8", newline="\n")
    text = plan_text(job.name, context.place, markdown)
    (out / "comment.md").write_text(text, encoding="utf-8", newline="\n")
    plan = plan_of(json.loads((out / "plan.json").read_text(encoding="utf-8")))
    surface = context.surface
    surface.output("plan", file)
    surface.output("page", str(out / "review.html"))
    surface.output("digest", plan.digest or "")
    surface.output("digests", " ".join(item.digest or "" for item in plan.pending))
    surface.output("applyable", "false" if plan.refused else "true")
    return MadePlan(code=done.code, plan=plan, text=text)


def _about(context: Context) -> Iterator[str]:
    """What the review page shows of this job."""
    place, at = context.place, datetime.now(UTC).isoformat(timespec="seconds")
    links = {"pull": place.pull_url, "commit": place.commit_url, "run": place.run_url}
    known = {key: url for key, url in links.items() if url.startswith(("https://", "http://"))}
    for key, value in {"title": place.pull_title, **known, "by": context.actor, "at": at}.items():
        if value:
            yield from ("--about", f"{key}={value}")


def _unmade(context: Context, done: Done) -> MadePlan:
    context.surface.error(f"No plan could be made (exit code {done.code}). {done.last_words}")
    text = no_plan_text(context.job.name, context.place, done.code, done.last_words)
    return MadePlan(code=done.code or 1, plan=None, text=text)
