"""Who would see what, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.model.address import Address
from csws.model.plan import AccountPlan
from csws.render.change_rows import short_subject
from csws.render.markup import tagged
from csws.render.words import Words, clean


def access_sentences(plan: AccountPlan, words: Words, most: int | None = None) -> Iterator[Markup]:
    """Which team would move where, and how many people would gain or lose each workspace."""
    names = {item.address: tagged("b", clean(item.name)) for item in plan.untouched}
    names |= {change.address: short_subject(change, words) for change in plan.changes}

    def place(address: Address | None) -> Markup:
        named = names.get(address) if address else escape(words.plain("plan.primary"))
        return named or escape(clean(address.key if address else ""))

    for move in plan.team_moves[:most]:
        people = words.count("count.people", move.people)
        yield words.say("plan.team", team=move.team, people=people, before=place(move.before), after=place(move.after))
    for item in plan.visibility[:most]:
        numbers = {"gained": Markup(words.number(item.gained)), "lost": Markup(words.number(item.lost))}
        yield words.say("plan.sees", name=place(Address.workspace(item.workspace)), **numbers)
