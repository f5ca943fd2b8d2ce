"""The steps of a plan as the review page shows them, in words of people."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds import kind_of
from csws.kinds.addresses import split
from csws.model.address import Address
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Step
from csws.render.markup import tagged
from csws.render.review.sentences import workspace_names
from csws.render.step_title import labels_of, names_now, step_line
from csws.render.words import Words, clean

_MOST_CLEARED = 20  # workspaces


@frozen(kw_only=False)
class StepView:
    """One step, and what a reviewer has to know of it."""

    text: Markup
    destructive: bool
    notes: tuple[Markup, ...]


def step_views(plan: AccountPlan, words: Words) -> tuple[StepView, ...]:
    names = names_now(plan)
    return tuple(
        StepView(
            step_line(step, names[step.id].get(step.address, step.address.key), words),
            step.destructive,
            tuple(_notes(step, plan, words)),
        )
        for step in plan.steps
    )


def _notes(step: Step, plan: AccountPlan, words: Words) -> Iterator[Markup]:
    if step.transient:
        yield words.say("reason.transient")
    if step.consequential:
        yield tagged("b", words.plain("score.fires"))
    if not step.allowed:
        yield words.say("step.not_allowed")
    if step.clears:
        yield words.say("step.clears", choices=_cleared(step, plan, words))


def _cleared(step: Step, plan: AccountPlan, words: Words) -> Markup:
    """The choices that a step empties, workspace by workspace; a saved plan may say them otherwise."""
    names = workspace_names(plan)
    places: dict[str, list[tuple[Address, str]]] = {}
    for place in step.clears:
        try:
            address, path = split(place)
        except ValueError:
            places.setdefault(place, [])
        else:
            places.setdefault(names.get(address) or address.key, []).append((address, path))
    said = [_fact(name, found, words) for name, found in list(places.items())[:_MOST_CLEARED]]
    left = len(places) - len(said)
    more = [Markup("… (+{})").format(left)] if left > 0 else []
    return words.listed([*said, *more], "list.also")


def _fact(name: str, found: list[tuple[Address, str]], words: Words) -> Markup:
    labels = labels_of((path for _, path in found), kind_of(found[0][0]), words) if found else ""
    shown = tagged("b", clean(name))
    return words.say("list.fact", name=shown, text=labels) if labels else shown
