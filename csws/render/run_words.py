"""An unfinished run, as every command shows it on a terminal: who began it, which steps are done and which wait."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.runs import Overtaken, UnfinishedRun, ranges
from csws.render.change_text import value_text
from csws.render.style import shown


def run_lines(run: UnfinishedRun, account: str) -> Iterator[str]:
    """The run in a sentence or two, and how to continue or end it."""
    by = f" by {shown(run.by)}" if run.by else ""
    yield f"Run {run.id}, begun {run.since}{by}, {_state(run)}"
    if run.in_doubt:
        word = "Step" if len(run.in_doubt) == 1 else "Steps"
        yield f"{word} {ranges(run.in_doubt)} began, and it is not known whether {'it' if word == 'Step' else 'they'} ended; check the account."
    yield from map(overtaken_sentence, run.overtaken)
    command = f"csws --account {shown(account)}"
    if run.overtaken:
        yield f"The account has changed since: give it up with `{command} abandon {run.id}`."
    elif run.waits:
        yield f"Continue it with `{command} apply --resume --run {run.id}`, or give it up with `{command} abandon {run.id}`."
    if run.runbook:
        yield f"Runbook: {runbook_files(run.runbook)}"


def runbook_files(path: str) -> str:
    """Both forms of a runbook by the path of its Markdown; the page is what most people want."""
    return f"{shown(path.removesuffix('.md'))}.html (for a browser), {shown(path)}"


def _state(run: UnfinishedRun) -> str:
    if not run.waits:
        return "was not finished: nothing of it was applied, and the next apply ends it."
    done = f"done: {ranges(run.done)}; " if run.done else ""
    return f"is waiting ({done}waiting: {ranges(run.waiting)})."


def overtaken_sentence(item: Overtaken) -> str:
    if not item.path:
        return f"Step {item.step} needs its workspace, which is gone."
    expected, found = value_text(item.expected), value_text(item.found)
    return f"Step {item.step} expects {shown(item.path)} to be {expected}; it was observed to be {found}."
