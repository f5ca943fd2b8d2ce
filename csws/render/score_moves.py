"""What records tell of a changed health score, in one sentence. Names no record."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.model.change import Change
from csws.model.plan import AccountPlan
from csws.model.score_moves import ScoreMoves
from csws.render.change_words import name_of
from csws.render.words import Words


def moves_sentences(plan: AccountPlan, words: Words) -> Iterator[Markup]:
    """One for each score whose records were counted."""
    for found, change in counted(plan):
        yield moves_sentence(found, change, words)


def counted(plan: AccountPlan) -> Iterator[tuple[ScoreMoves, Change]]:
    """The scores whose records were counted, with their changes."""
    changes = {change.address: change for change in plan.changes}
    for found in plan.score_moves:
        if found.is_judged and found.address in changes:
            yield found, changes[found.address]


def moves_sentence(found: ScoreMoves, change: Change, words: Words) -> Markup:
    """How many records change band."""
    told = words.plain("lab.compare_some", n=words.number(found.moved), total=words.number(found.records))
    return words.say("list.fact", name=name_of(change), text=escape(told))
