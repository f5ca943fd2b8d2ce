"""The same changes of health scores as text, as a comment, as a page and as JSON: each has every rule in words with its
points, what that does to a customer, and what starts workflows. No layout is looked at."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.kinds.health_scores.conditions import condition_of
from csws.kinds.health_scores.paths import condition_at
from csws.model.address import Address
from csws.model.change import Action, Change
from csws.model.plan import Step
from csws.model.run import Plan
from csws.model.settings import Objects, Settings
from csws.render import PLAN_FORMATS, renderer
from csws.render.conditions import Conditions
from csws.render.style import Style
from tests.effort import tries
from tests.kinds.health_scores.made import scores
from tests.properties.test_every_format_tells_the_same import WORDS, account, seen, spaced

pytestmark = pytest.mark.no_cover
OBJECTS = Objects(customers="companies", services="services", revenue=("deals",))
FOR_PEOPLE = ("text", "markdown", "html")


@st.composite
def plans(draw) -> Plan:
    current, desired = draw(scores()), draw(scores())
    return Plan(
        accounts=(account("acme", Settings(objects=OBJECTS, items=current), Settings(objects=OBJECTS, items=desired)),)
    )


def rules(change: Change) -> list[tuple[str, object, object]]:
    found = [(condition_at(item.path), item) for item in change.fields]
    words = Conditions(words=WORDS, labels={})
    return [
        (spaced(words.sentence(condition_of(text)).striptags()), item.before, item.after)
        for text, item in found
        if text is not None
    ]


@tries(40)
@given(plans())
def test_every_format_for_people_has_each_rule_in_words_with_its_points(plan):
    texts = {form: seen(plan, form) for form in FOR_PEOPLE}
    for change in plan.accounts[0].changes:
        for said, *sides in rules(change):
            for form, text in texts.items():
                assert said in text, (form, said)
                for points in sides:
                    assert points is None or f"{points:+d}".replace("-", "−") in text, (form, points)


def effects(before: int | None, after: int | None) -> tuple[str, str]:
    """What a customer gets or loses, said once more and more simply than csws does: a verb and a number."""
    had, gets = before or 0, after or 0
    if had * gets < 0:
        return ("get" if gets > 0 else "lose"), str(abs(gets))
    return ("get" if had + gets > 0 else "lose"), str(abs(gets - had))


@tries(40)
@given(plans())
def test_every_format_for_people_says_what_a_changed_rule_does(plan):
    texts = {form: seen(plan, form) for form in FOR_PEOPLE}
    for change in plan.accounts[0].changes:
        for _, before, after in rules(change) if change.action is Action.UPDATE else ():
            verb, number = effects(before, after)
            for form, text in texts.items():
                assert any(f"{verb} {number} {rest}" in text for rest in ("point", "more", "fewer")), form


def loud(steps: tuple[Step, ...]) -> set[Address]:
    return {step.address for step in steps if step.consequential}


@tries(40)
@given(plans())
def test_every_format_has_all_that_starts_workflows_and_nothing_else(plan):
    (made,) = plan.accounts
    names = {change.address: name_of(change) for change in made.changes}
    for form in (*FOR_PEOPLE, "github"):
        text = seen(plan, form)
        assert ("workflows" in text) is bool(loud(made.steps)), form
        for address in loud(made.steps):
            name = names[address]
            assert any(f"{name} would {rest}" in text for rest in ("be turned on", "be turned off", "get other")), form
    document = json.loads(renderer(PLAN_FORMATS, "json")(plan, Style()))["accounts"][0]["steps"]
    told = {step["address"] for step in document if step.get("consequential")}
    assert told == {str(address) for address in loud(made.steps)}


def name_of(change: Change) -> str:
    named = next((item.after or item.before for item in change.fields if item.path == "name"), None)
    return spaced(str(named or change.unchanged["name"]))
