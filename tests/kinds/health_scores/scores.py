"""Health scores for tests: short ways to write one, and small random ones."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from csws.kinds.health_scores.score import Comparison, EventTest, Group, PropertyTest, Rule, Score


def test_of(name, word, *operands):
    """A comparison of a property; whole numbers may be written as such."""
    taken = tuple(Decimal(one) if isinstance(one, int) else one for one in operands)
    return PropertyTest(property=name, comparison=Comparison(word), operands=taken)


test_of.__test__ = False


def event(name, word, *counts, days=30, where=()):
    return EventTest(event=name, count=Comparison(word), counts=counts, within_days=days, where=where)


def rule(points, *tests):
    return Rule(tests=tests, points=points)


def group(key, highest, *rules, lowest=None):
    kind = "events" if any(isinstance(test, EventTest) for one in rules for test in one.tests) else "properties"
    lowest = -highest if lowest is None else lowest
    return Group(key=key, name=key.title(), kind=kind, highest=highest, lowest=lowest, rules=rules)


def score(*groups, at_risk=40, healthy=70, published=True):
    return Score(
        key="health",
        name="Health",
        object="companies",
        is_published=published,
        segments=(),
        healthy=healthy,
        at_risk=at_risk,
        groups=groups,
    )


POINTS = st.sampled_from([10, 20, 25, 30, 40, 60, 5, -5, -10, -25, -60, 1000, -1000])
NUMBERS = st.integers(0, 3).map(Decimal)
OPTIONS = st.sampled_from(["red", "blue", "", "x;y"])
CALENDAR = st.sampled_from(["2026-01-01", "2026-01-02", "2026-03-01"])
PRESENCE = st.sampled_from(["is_known", "is_unknown"]).map(lambda word: (word, []))


def _with(words, operands, least=1, most=1):
    return st.tuples(st.sampled_from(words), st.lists(operands, min_size=least, max_size=most, unique=True).map(sorted))


def _ranges(operands):
    return st.one_of(
        _with(["at_least", "at_most"], operands),
        st.tuples(st.just("between"), st.lists(operands, min_size=2, max_size=2)),
    )


def _lists(operands):
    return st.one_of(_with(["is", "is_not"], operands), _with(["is_any_of", "is_none_of"], operands, 0, 3))


DAYS = _with(["within_days", "older_than_days", "within_next_days", "more_than_days_ahead"], NUMBERS)
COMPARED = {
    "number": st.one_of(_ranges(NUMBERS), _lists(NUMBERS), PRESENCE),
    "option": st.one_of(_lists(OPTIONS), PRESENCE),
    "several": st.one_of(_with(["contains_any_of", "contains_all_of"], OPTIONS, 1, 2), PRESENCE),
    "day": st.one_of(DAYS, PRESENCE),
    "date": st.one_of(DAYS, _ranges(CALENDAR), PRESENCE),
}


def property_tests(names=tuple(COMPARED)):
    return st.sampled_from(names).flatmap(
        lambda name: COMPARED[name].map(lambda said: test_of(name, said[0], *said[1]))
    )


EVENTS = st.builds(
    EventTest,
    event=st.sampled_from(["call", "meeting"]),
    count=st.sampled_from([Comparison.AT_LEAST, Comparison.AT_MOST]),
    counts=st.integers(0, 2).map(lambda count: (count,)),
    within_days=st.sampled_from([7, 30]),
    where=st.one_of(st.just(()), property_tests(["number"]).map(lambda one: (one,))),
)
RULES = {
    "properties": st.builds(rule, POINTS, property_tests(), property_tests())
    | st.builds(rule, POINTS, property_tests()),
    "events": st.builds(rule, POINTS, EVENTS),
}
GROUPS = st.sampled_from(list(RULES)).flatmap(
    lambda kind: st.builds(
        lambda highest, lowest, rules: (highest, lowest, rules),
        st.sampled_from([60, 40, 100, 20, 0]),
        st.sampled_from([-40, -100, -10, 0]),
        st.lists(RULES[kind], min_size=1, max_size=4),
    )
)
BOUNDS = st.one_of(
    st.sampled_from([[20, 50], [40, 70], [10, 30], [0, 60]]),
    st.lists(st.integers(0, 100), min_size=2, max_size=2, unique=True).map(sorted),
)
SCORES = st.builds(
    lambda groups, bounds: score(
        *(group(f"g{at}", high, *rules, lowest=low) for at, (high, low, rules) in enumerate(groups)),
        at_risk=bounds[0],
        healthy=bounds[1],
    ),
    st.lists(GROUPS, min_size=1, max_size=3),
    BOUNDS,
)
