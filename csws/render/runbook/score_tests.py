"""The end of the visit that turns a health score on: HubSpot's *Test a company*, with what to test and what to expect
(DOMAIN §1). Without records, it says which kinds of records to choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from csws.kinds.health_scores.bands import has_bounds
from csws.kinds.health_scores.judging import band_of_unknown
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.paths import GROUPS, condition_at
from csws.kinds.health_scores.reading import score_of
from csws.kinds.health_scores.score import Score
from csws.kinds.health_scores.states import PUBLISHED
from csws.model.change import Action, Change, sides_of
from csws.model.plan import AccountPlan, Step
from csws.model.score_tests import MOST_TESTS, ScoreTest, ScoreTests
from csws.render.record_link import record_url
from csws.render.runbook.parts import Act, CopyValue, Page, Visit
from csws.render.runbook.screen import Screen
from csws.render.score_words import group_name, points, rule_words
from csws.render.words import Words

_BUTTONS = {"companies": "ui.test_company", "contacts": "ui.test_contact"}


def with_tests(
    visit: Visit | None, step: Step, plan: AccountPlan, screen: Screen, tests: tuple[ScoreTests, ...]
) -> Visit | None:
    """The visit, with a last page that tests the score where the step turns it on, on `tests` if there are any for it."""
    change = next((one for one in plan.changes if one.address == step.address), None)
    if visit is None or change is None or step.sets.get("state") != PUBLISHED or screen.kind is not KIND:
        return visit
    score = score_of(KIND.block_of(sides_of(change)[1]))
    button = screen.both(_BUTTONS.get(score.object, "ui.test_record"))
    click = Act(lead=screen.words.say("runbook.click", button=button))
    known = next((one for one in tests if one.address == step.address), None)
    acts = tuple(_on_records(known, score, screen) if known else _tests(score, change, screen.words))
    title = screen.words.say("score.tests", button=button)
    return replace(visit, pages=(*visit.pages, Page(title=title, acts=(click, *acts[:MOST_TESTS]))))


def _on_records(known: ScoreTests, score: Score, screen: Screen) -> Iterator[Act]:
    words = screen.words
    for test in known.tests:
        band = words.plain(f"band.{test.band}")
        expected = words.say("score.test_record", points=str(test.points), band=band, day=known.as_of)
        url = record_url(screen.catalog, score.object, test.id)
        yield Act(lead=_what(test, score, words), values=(CopyValue(text=test.id, url=url),), now=expected)


def _what(test: ScoreTest, score: Score, words: Words) -> Markup:
    """What the record tests."""
    if test.at == "bands.healthy":
        return words.say("score.at_healthy", points=str(score.healthy))
    if test.at == "bands.at_risk":
        return words.say("score.at_at_risk", points=str(score.at_risk))
    group = next(one for one in score.groups if f"{GROUPS}.{one.key}" == test.at)
    return words.say("score.at_most_of_group", group=group.name or group.key, points=str(group.highest))


def _tests(score: Score, change: Change, words: Words) -> Iterator[Act]:
    yield from (Act(lead=lead) for lead in _kinds(score, change, words))


def _kinds(score: Score, change: Change, words: Words) -> Iterator[Markup]:
    """Which kinds of records to choose, the most telling ones first."""
    yield from _changed_rules(change, words)
    if has_bounds(score):
        yield words.say("score.test_healthy", points=str(score.healthy))
        if score.at_risk:
            yield words.say("score.test_at_risk", points=str(score.at_risk))
        total, band = band_of_unknown(score)
        yield words.say("score.test_unknown", points=str(total), band=words.plain(f"band.{band.value}"))
    for group in sorted(score.groups, key=lambda one: -one.highest):
        yield words.say("score.test_group", group=group.name, points=str(group.highest))


def _changed_rules(change: Change, words: Words) -> Iterator[Markup]:
    """Up to two rules that are new or get other points, those with the most points first; none of a score that is new
    itself."""
    if change.action is Action.CREATE:
        return
    given = {item.path: item.after for item in change.fields if condition_at(item.path) and isinstance(item.after, int)}
    for path, number in sorted(given.items(), key=lambda one: -abs(one[1]))[:2]:
        rule = rule_words(change, path, words, names=True) or Markup()
        yield words.say("score.test_rule", rule=rule, group=group_name(change, path), points=points(number))
