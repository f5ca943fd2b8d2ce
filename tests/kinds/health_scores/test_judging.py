"""What a score can and cannot do, by hand. Trying every record must say the same of each case."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.kinds.health_scores import judging
from csws.kinds.health_scores.bands import Band, band_of, has_bounds
from csws.kinds.health_scores.judging import Hiding
from csws.kinds.health_scores.reach import Reach
from csws.kinds.health_scores.sums import Sums, added, united
from csws.kinds.health_scores.work import TooMuchWork, Work
from tests.kinds.health_scores.every_record import World
from tests.kinds.health_scores.scores import event, group, rule, score, test_of
from tests.kinds.health_scores.test_by_trying import facts_of

TICKETS = rule(35, test_of("tickets", "at_most", 0)), rule(-30, test_of("tickets", "at_least", 5))
PLAN = rule(65, test_of("plan", "is_any_of", "premium", "plus"))
ONE = score(group("support", 100, *TICKETS, PLAN))
CASES = {
    "each band, and a property that decides nothing alone": (
        ONE,
        {"totals": {0, 35, 65, 100}, "bands": {"at_risk", "neutral", "healthy"}, "deciding": set()},
    ),
    "two rules that exclude each other never add up": (
        score(group("a", 100, rule(60, test_of("nps", "at_least", 9)), rule(60, test_of("nps", "at_most", 6)))),
        {"totals": {0, 60}, "bands": {"at_risk", "neutral"}, "low": {"a": 60}},
    ),
    "between, from the more to the less": (
        score(group("a", 100, rule(60, test_of("nps", "between", 5, 3)))),
        {"fire": set(), "totals": {0}},
    ),
    "ends belong": (
        score(group("a", 100, rule(60, test_of("n", "between", 3, 3), test_of("n", "is", 3)))),
        {"fire": {("a", 0)}},
    ),
    "a rule that contradicts itself": (
        score(group("a", 100, rule(60, test_of("plan", "is", "a"), test_of("plan", "is_not", "a")))),
        {"fire": set()},
    ),
    "no value passes is_unknown alone": (
        score(group("a", 100, rule(60, test_of("plan", "is_not", "a"), test_of("plan", "is_unknown")))),
        {"fire": set()},
    ),
    "no blank option is a value": (
        score(group("a", 100, rule(60, test_of("plan", "is", " ")), rule(20, test_of("plan", "is_none_of", " ")))),
        {"fire": {("a", 1)}},
    ),
    "a semicolon separates options": (
        score(group("a", 100, rule(60, test_of("plans", "contains_any_of", "a;b")))),
        {"fire": set()},
    ),
    "today is past and future at once": (
        score(group("a", 100, rule(60, test_of("d", "within_days", 7), test_of("d", "within_next_days", 7)))),
        {"fire": {("a", 0)}},
    ),
    "older than and more than days ahead leave days between": (
        score(group("a", 100, rule(60, test_of("d", "older_than_days", 0), test_of("d", "within_days", 1)))),
        {"fire": {("a", 0)}},
    ),
    "no day is both": (
        score(group("a", 100, rule(60, test_of("d", "older_than_days", 0), test_of("d", "within_next_days", 1)))),
        {"fire": set()},
    ),
    "days and the calendar are independent": (
        score(group("a", 100, rule(60, test_of("d", "within_days", 7), test_of("d", "at_most", "1999-12-31")))),
        {"fire": {("a", 0)}},
    ),
    "whole days of the calendar": (
        score(
            group(
                "a",
                100,
                rule(60, test_of("d", "at_least", "2026-01-02"), test_of("d", "at_most", "2026-01-01")),
                rule(60, test_of("d", "between", "2026-01-01", "2026-01-01")),
            )
        ),
        {"fire": {("a", 1)}},
    ),
    "a nested rule is hidden by its group's maximum": (
        score(group("a", 10, rule(10, test_of("n", "at_least", 5)), rule(5, test_of("n", "at_least", 10))), at_risk=5),
        {"matter": {("a", 0)}, "low": {}},
    ),
    "negative points that only take from nothing": (
        score(group("a", 50, rule(-10, test_of("n", "at_least", 5)), rule(50, test_of("n", "at_most", 1)))),
        {"matter": {("a", 1)}},
    ),
    "another group gives the points to take": (
        score(
            group("a", 50, rule(-10, test_of("n", "at_least", 5))),
            group("b", 50, rule(50, test_of("n", "at_least", 3))),
        ),
        {"matter": {("a", 0), ("b", 0)}, "totals": {0, 40, 50}},
    ),
    "groups that share a property are not independent": (
        score(
            group("a", 50, rule(50, test_of("n", "at_least", 5))),
            group("b", 50, rule(50, test_of("n", "at_most", 4))),
        ),
        {"totals": {0, 50}, "bands": {"at_risk", "neutral"}},
    ),
    "groups joined by a third one": (
        score(
            group("a", 30, rule(30, test_of("n", "at_least", 5))),
            group("b", 30, rule(30, test_of("m", "at_least", 5))),
            group("c", 40, rule(40, test_of("n", "at_most", 4), test_of("m", "at_most", 4))),
        ),
        {"totals": {0, 30, 40, 60}},
    ),
    "more days, no fewer meetings": (
        score(
            group(
                "a", 100, rule(60, event("call", "at_least", 2, days=7)), rule(60, event("call", "at_most", 1, days=30))
            )
        ),
        {"totals": {0, 60}},
    ),
    "long calls are calls": (
        score(
            group(
                "a",
                100,
                rule(60, event("call", "at_least", 1, where=(test_of("len", "at_least", 9),))),
                rule(40, event("call", "at_most", 0)),
            )
        ),
        {"totals": {0, 40, 60}, "nothing": (40, "neutral")},
    ),
    "long calls are calls, also of fewer days": (
        score(
            group(
                "a",
                100,
                rule(60, event("call", "at_least", 2, days=7, where=(test_of("len", "at_least", 9),))),
                rule(40, event("call", "at_most", 1, days=30)),
            )
        ),
        {"totals": {0, 40, 60}},
    ),
    "what no event can be never happens": (
        score(
            group(
                "a",
                100,
                rule(60, event("call", "at_least", 1, where=(test_of("len", "between", 9, 3),))),
                rule(40, event("call", "at_most", 0, where=(test_of("len", "between", 9, 3),))),
            )
        ),
        {"fire": {("a", 1)}, "totals": {40}},
    ),
    "at least no event": (
        score(group("a", 100, rule(60, event("call", "at_least", 0)), rule(5, event("call", "between", 3, 2)))),
        {"totals": {60}, "nothing": (60, "neutral"), "bands": {"neutral"}, "fire": {("a", 0)}},
    ),
    "one property decides alone": (
        score(
            group("a", 80, rule(80, test_of("n", "at_least", 1))),
            group("b", 20, rule(10, test_of("m", "at_least", 1))),
        ),
        {"deciding": {("n", "healthy"), ("n", "at_risk")}},
    ),
    "nothing at all": (score(), {"totals": {0}, "nothing": (0, "at_risk"), "deciding": set()}),
    "at risk from nothing up has no width": (score(at_risk=0), {"bands": {"neutral"}}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_score_judged_by_hand(name):
    made, expected = CASES[name]
    found = facts_of(made)
    assert {fact: found[fact] for fact in expected} == expected
    if made.at_risk:
        its = World(made).facts()
        for fact in ("fire", "matter", "totals", "bands", "deciding"):
            assert found[fact] == its[fact]


HIDDEN = {
    "maximum": (
        score(group("a", 10, rule(10, test_of("n", "at_least", 5)), rule(5, test_of("n", "at_least", 9)))),
        Hiding.MAXIMUM,
        1,
    ),
    "minimum": (
        score(
            group("a", 60, rule(-20, test_of("n", "at_least", 5)), rule(-5, test_of("n", "at_least", 9)), lowest=-20),
            group("b", 60, rule(60, test_of("m", "is_known"))),
        ),
        Hiding.MINIMUM,
        1,
    ),
    "below zero": (
        score(group("a", 10, rule(10, test_of("n", "at_least", 5)), rule(-5, test_of("n", "at_most", 4)))),
        Hiding.TOTAL,
        0,
    ),
    "above a hundred": (
        score(
            group("a", 100, rule(100, test_of("n", "at_least", 5))),
            group("b", 20, rule(20, test_of("n", "at_least", 9))),
        ),
        Hiding.TOTAL,
        0,
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_hides_a_rule(name):
    made, hiding, beside = HIDDEN[name]
    (found,) = judging.hidden_rules(Reach(made))
    assert (found.rule, found.hiding) == (made.groups[-1].rules[-1], hiding) or name == "minimum"
    assert (found.hiding, len(found.beside)) == (hiding, beside)


def test_texts_and_numbers_of_one_property_are_independent():
    """No catalogue says here what the property is; what csws calls impossible is so either way."""
    mixed = score(
        group(
            "a",
            100,
            rule(60, test_of("x", "is", "gold"), test_of("x", "at_least", 5)),
            rule(20, test_of("x", "is_not", "gold"), test_of("x", "is_not", 5)),
            rule(10, test_of("x", "is_known")),
        )
    )
    assert all(judging.can_fire(one) for one in mixed.groups[0].rules)
    assert set(Reach(mixed).totals) == {0, 10, 30, 70}


def test_an_odd_operand_may_hold_or_not():
    odd = score(group("a", 100, rule(60, test_of("x", "at_least", "much")), rule(20, test_of("x", "within_days", "7"))))
    assert set(Reach(odd).totals) == {0, 20, 60, 80}


@pytest.mark.parametrize(
    ("at_risk", "healthy", "sound"),
    [(40, 70, True), (0, 100, True), (70, 70, False), (70, 40, False), (-1, 50, False), (1, 101, False), (None, 5, False), (5, None, False)],
)  # fmt: skip
def test_which_bounds_make_sense(at_risk, healthy, sound):
    assert has_bounds(score(at_risk=at_risk, healthy=healthy)) is sound


def test_a_bound_belongs_to_the_band_above():
    made = score(at_risk=40, healthy=70)
    bands = [Band.AT_RISK, Band.NEUTRAL, Band.NEUTRAL, Band.HEALTHY, Band.HEALTHY]
    assert [band_of(made, total) for total in (39, 40, 69, 70, 100)] == bands


def test_huge_points_of_one_sign_are_judged():
    made = score(
        group("a", 50, rule(10**12, test_of("n", "at_least", 1)), rule(3, test_of("m", "is_known"))),
        group("b", 50, rule(-(10**12), test_of("k", "at_least", 1)), rule(50, test_of("j", "is_known"))),
    )
    assert set(Reach(made).totals) == {0, 3, 50, 53, 100}
    assert list(judging.hidden_rules(Reach(made))) == []


def distinct(count):
    """Rules of which every choice gives another sum."""
    return [rule(2**at, test_of(f"p{at}", "is_known")) for at in range(count)]


TOO_MUCH = {
    "states": score(group("a", 2**40, *distinct(40))),
    "cells of one property": score(
        group("a", 100, *(rule(at + 1, test_of("p", "contains_any_of", str(at))) for at in range(18)))
    ),
    "cells of an event": score(
        group("a", 100, *(rule(at + 1, event("call", "at_least", at + 1, days=at + 1)) for at in range(20)))
    ),
    "combinations of what groups share": score(
        *(group(name, 50, *(rule(5, test_of(f"p{at}", "is_known")) for at in range(18))) for name in "ab")
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_work_beyond_the_bounds_is_refused(name):
    reach = Reach(TOO_MUCH[name])
    for law in (judging.hidden_rules, judging.bands_out_of_reach, judging.deciding_properties):
        with pytest.raises(TooMuchWork):
            list(law(reach))
    assert judging.band_of_unknown(TOO_MUCH[name])[1] is Band.AT_RISK
    assert all(judging.can_fire(one) for part in TOO_MUCH[name].groups for one in part.rules)


def test_what_the_bounds_allow_is_judged():
    made = score(group("a", 100, *(rule(at + 1, test_of("p", "contains_any_of", str(at))) for at in range(12))))
    assert set(Reach(made).totals) == set(range(79))


NUMBERS = st.sets(st.integers(-300, 300), min_size=1)


def sums_of(numbers):
    low = min(numbers)
    return Sums(low, sum(1 << (number - low) for number in numbers))


@given(NUMBERS, NUMBERS, st.integers(-400, 400), st.integers(0, 400))
def test_sums_are_sets_of_numbers(one, other, low, width):
    work, high = Work(10**6), low + width
    assert set(sums_of(one)) == one
    assert set(added(sums_of(one), sums_of(other), work)) == {a + b for a, b in product(one, other)}
    assert set(united(sums_of(one), sums_of(other), work)) == one | other
    assert set(sums_of(one).held(low, high)) == {max(low, min(high, number)) for number in one}
    assert sums_of(one).any_within(low, high) == any(low <= number < high for number in one)
    assert sums_of(one).highest == max(one)
