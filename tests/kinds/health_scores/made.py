"""Generated conditions and scores, with values that a careless parser would trip over."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import strategies as st

from csws.kinds.health_scores.conditions import COUNTS, DAYS, LISTS, WITHOUT_VALUE, condition_text, in_order
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.score import Comparison, EventTest, PropertyTest
from csws.model.names import normal_name
from tests.oracle import plain

HOSTILE = (
    *("", " ", '"', "\\", '\\"', "]", "[", "]]", "[a", "a]", ".", "a.b", "=", "a=b", ",", '","', " and ", " where "),
    *(' and x is "1"', "] and [", "within_days 3", "0", "-1", "true", "null", "*", "ø", "中文", "\n", "\u2028", "\t"),
    *("].name", '"].groups.a.max=3', "event x at_least 1 within_days 2", "1e3", "08", "0.50"),
)
WORDS = ("n", "event", "is", "and", "where", "within_days", "is_known", "a.b", "num_open_tickets")
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
NAMES = st.sampled_from(WORDS) | TEXTS.filter(re.compile(r"[^\s\x1c-\x1f\x85\ufeff]").search)  # as the schema has it
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

KEYS, SCORE_NAMES = ("a", "b", "c", "d"), ("Health", "HEALTH x", "Usage", " Usage", "w\u0301", "Straße", "STRASSE")
_FEW = [condition_text(tests) for tests in (
    (PropertyTest(property="n", comparison=Comparison.AT_MOST, operands=(Decimal(0),)),),
    (PropertyTest(property="n", comparison=Comparison.AT_LEAST, operands=(Decimal(5),)),),
    (PropertyTest(property="t", comparison=Comparison.IS, operands=('].x and "=', )),),
    (EventTest(event="call", count=Comparison.BETWEEN, counts=(1, 3), within_days=30),),
)]  # fmt: skip
POINTS = st.integers(-100, 100).filter(bool)


@st.composite
def _groups(draw: st.DrawFn, conditions: st.SearchStrategy[str]) -> dict:
    out = {}
    for key in draw(st.lists(st.sampled_from(("g", "h")), unique=True, max_size=2)):
        highest = draw(st.sampled_from((0, 10, 40)))
        out |= {
            f"groups.{key}.name": draw(st.sampled_from(("Support", "Contact, 中 #1: y"))),
            f"groups.{key}.kind": draw(st.sampled_from(("events", "properties"))),
            f"groups.{key}.max": highest,
            f"groups.{key}.min": draw(st.sampled_from((None, 0, -10, -highest))),
        }
        rules = draw(st.dictionaries(conditions, POINTS, max_size=3))
        out |= {f"groups.{key}.rules.[{text}]": points for text, points in rules.items()}
    return out


@st.composite
def score_fields(draw: st.DrawFn, name: str, conditions: st.SearchStrategy[str]) -> dict:
    return {
        "name": name,
        "object": draw(st.sampled_from(("companies", "contacts"))),
        "state": draw(st.sampled_from(("draft", "published", None))),
        "segments": draw(st.sampled_from(((), ("B", "A"), ("no",)))),
        "bands.healthy": draw(st.sampled_from((70, 1, 100))),
        "bands.at_risk": draw(st.sampled_from((40, 0))),
        "property": draw(st.sampled_from((None, "account_health_score"))),
        "protect": draw(st.booleans()),
        **draw(_groups(conditions)),
    }


@st.composite
def scores(draw: st.DrawFn, conditions: st.SearchStrategy[str] | None = None, most: int = 3) -> tuple:
    """Up to `most` scores with different names, in their normal form; a score's id is its key."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=most))
    names = draw(st.lists(st.sampled_from(SCORE_NAMES), unique_by=plain, min_size=len(keys), max_size=len(keys)))
    few = st.sampled_from(_FEW) if conditions is None else conditions
    made = [(key, draw(score_fields(normal_name(name), few))) for key, name in zip(keys, names, strict=True)]
    return tuple(KIND.normal(KIND.made(key, key, fields)) for key, fields in made)


def published(items) -> int:
    return sum(item.fields["state"] == "published" for item in items)
