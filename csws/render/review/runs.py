"""An unfinished run in the reader's language, for the page, the comment and the runbook."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.model.runs import Overtaken, UnfinishedRun, ranges
from csws.render.change_text import value_text
from csws.render.words import Words


def run_sentences(run: UnfinishedRun, words: Words) -> Iterator[Markup]:
    """The state of a run, and each field in which it is overtaken."""
    by = run.by or words.plain("run.somebody")
    if not run.waits:
        yield words.say("run.unfinished", run=run.id, since=run.since, by=by)
        return
    done, waiting = (ranges(ids) or words.plain("run.none") for ids in (run.done, run.waiting))
    yield words.say("run.waiting", run=run.id, since=run.since, by=by, done=done, waiting=waiting)
    yield from (overtaken_sentence(item, words) for item in run.overtaken)


def overtaken_sentence(item: Overtaken, words: Words) -> Markup:
    if not item.path:
        return words.say("run.gone", step=item.step)
    sides = {"expected": value_text(item.expected), "found": value_text(item.found)}
    return words.say("run.overtaken", step=item.step, path=item.path, **sides)
