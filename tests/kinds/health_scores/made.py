"""Generated conditions and scores, with values that a careless parser would trip over."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from csws.kinds.health_scores.conditions import COUNTS, DAYS, LISTS, WITHOUT_VALUE, condition_text, in_order
from csws.kinds.health_scores.score import Comparison, EventTest, PropertyTest

HOSTILE = (
    *("", " ", '"', "\\", '\\"', "]", "[", "]]", "[a", "a]", ".", "a.b", "=", "a=b", ",", '","', " and ", " where "),
    *(' and x is "1"', "] and [", "within_days 3", "0", "-1", "true", "null", "*", "ø", "中文", "\n", "\u2028", "\t"),
    *("].name", '"].groups.a.max=3', "event x at_least 1 within_days 2", "1e3", "08", "0.50"),
)
WORDS = ("n", "event", "is", "and", "where", "within_days", "is_known", "a.b", "num_open_tickets")
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
NAMES = st.sampled_from(WORDS) | TEXTS.filter(bool)
NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18).map(Decimal),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(lambda one: Decimal(repr(one))),
)
OPERANDS = NUMBERS | TEXTS
_ONE = [item for item in Comparison if item not in (*LISTS, *WITHOUT_VALUE, *DAYS, Comparison.BETWEEN)]
_DAYS = st.integers(0, 400)


@st.composite
def property_tests(draw: st.DrawFn) -> PropertyTest:
    comparison = draw(st.sampled_from(Comparison))
    if comparison in WITHOUT_VALUE:
        operands = ()
    elif comparison in LISTS:
        operands = in_order(draw(st.lists(OPERANDS, min_size=1, max_size=3)))
    elif comparison is Comparison.BETWEEN:
        operands = (draw(OPERANDS), draw(OPERANDS))
    else:
        operands = (draw(_DAYS.map(Decimal) if comparison in DAYS else OPERANDS),)
    return PropertyTest(property=draw(NAMES), comparison=comparison, operands=operands)


@st.composite
def event_tests(draw: st.DrawFn) -> EventTest:
    count = draw(st.sampled_from(COUNTS))
    counts = tuple(draw(_DAYS) for _ in range(2 if count is Comparison.BETWEEN else 1))
    some = draw(st.lists(property_tests(), max_size=2, unique_by=lambda test: (test.property, test.comparison)))
    where = in_text_order(some)
    return EventTest(event=draw(NAMES), count=count, counts=counts, within_days=draw(_DAYS), where=where)


def in_text_order(tests):
    """Tests in the order of their texts, each once."""
    by_text = {condition_text((test,)): test for test in tests}
    return tuple(by_text[text] for text in sorted(by_text))


CONDITIONS = st.one_of(
    event_tests().map(lambda test: (test,)),
    st.lists(property_tests(), min_size=1, max_size=3).map(in_text_order),
)
