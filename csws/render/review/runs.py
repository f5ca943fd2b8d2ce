"""An unfinished run in the reader's language, for the page, the comment and the runbook."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds import KINDS, kind_named
from csws.model.address import WORKSPACE
from csws.model.field import Field
from csws.model.fields import TABS
from csws.model.runs import Overtaken, UnfinishedRun, ranges
from csws.render.review.values import Shown
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
    """The step, the label of its field, and both values as the screens show them."""
    if not item.path:
        if item.kind == WORKSPACE:
            return words.say("run.gone", step=item.step)
        return words.say("run.gone_item", step=item.step, kind=words.plain(f"kind.{item.kind}"))
    kinds = [kind for kind in (kind_named(item.kind), *KINDS) if kind]  # an older document says no kind
    found = (kind.field_at(item.path) for kind in kinds)
    field = next((field for field in found if field), None)
    shown = Shown(words=words, field=field)
    return words.say(
        "run.overtaken",
        step=item.step,
        path=_label(field, words) if field else item.path,
        expected=shown.value(item.expected),
        found=shown.value(item.found),
    )


def _label(field: Field, words: Words) -> str:
    """With the tab where several tabs have a setting of this label."""
    label = words.label(field)
    if field.tab not in TABS or field.tab == TABS[0]:
        return label
    return words.plain("of_object.label", label=label, object=words.plain(f"tab.{field.tab}"))
