"""An unfinished run, as every command shows it on a terminal: who began it, which steps are done and which wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csws.kinds import kind_named
from csws.model.runs import Overtaken, UnfinishedRun, ranges
from csws.render.change_text import value_text
from csws.render.style import Style, shown
from csws.render.width import wrapped

if TYPE_CHECKING:
    from markupsafe import Markup

    from csws.render.words import Words


def run_text(run: UnfinishedRun, account: str, style: Style) -> str:
    """The sentences of a run below its account, in lines of the terminal's width."""
    texts = run_lines(run, account) if style.language == "en" else _translated(run, account, style.language)
    lines = (line for text in texts for line in wrapped(text, style.width, "  ", "  "))
    return "".join(f"{line}\n" for line in lines)


def _translated(run: UnfinishedRun, account: str, language: str) -> Iterator[str]:
    from csws.render.terminal import terminal_text
    from csws.render.words import words_of

    return map(terminal_text, run_paragraphs(run, account, words_of(language)))


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
        kind = kind_named(item.kind)
        return f"Step {item.step} needs its {kind.noun if kind else item.kind}, which is gone."
    expected, found = value_text(item.expected), value_text(item.found)
    return f"Step {item.step} expects {shown(item.path)} to be {expected}; it was observed to be {found}."


def run_paragraphs(run: UnfinishedRun, account: str, words: Words) -> Iterator[Markup]:
    """The same in the reader's language: the state of the run, and how to continue or end it."""
    from markupsafe import escape

    from csws.render.review.runs import run_sentences

    yield from run_sentences(run, words)
    if run.in_doubt:
        yield words.say("plan.in_doubt" if len(run.in_doubt) == 1 else "plan.all_in_doubt", steps=ranges(run.in_doubt))
    command = f"csws --account {shown(account)}"
    give_up = escape(f"`{command} abandon {run.id}`")
    if run.overtaken:
        yield words.say("plan.give_up", command=give_up)
    elif run.waits:
        go_on = escape(f"`{command} apply --resume --run {run.id}`")
        yield words.say("plan.go_on", command=go_on, other=give_up)
    if run.runbook:
        page = f"{shown(run.runbook.removesuffix('.md'))}.html"
        files = words.plain("plan.browser", page=page, file=run.runbook)
        yield words.say("plan.runbook", files=escape(files))
