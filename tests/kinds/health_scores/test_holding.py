"""Numbers are compared exactly, however close they are to what they are compared with, and however large."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from csws.kinds.health_scores.holding import Holding
from tests.kinds.health_scores.scores import test_of as compared

CLOSE = st.sampled_from(
    ["0.1", "0.10000000000000001", "0.1000000000000000055511151231257827", "9007199254740993", "9007199254740992"]
)
TEXTS = st.one_of(
    CLOSE,
    st.builds("{}{}".format, st.sampled_from(["", "-"]), st.integers(0, 10**20).map(str)),
    st.decimals(-10, 10, places=3).map(lambda number: format(number, "f")),
    st.just("9" * 400),
    st.just("-" + "9" * 399 + "8"),
)


@given(st.lists(TEXTS.map(Decimal), min_size=1, max_size=4, unique=True), TEXTS)
def test_numbers_are_exact(numbers, text):
    words = {"at_least": "__ge__", "at_most": "__le__", "is": "__eq__", "is_not": "__ne__"}
    tests = {
        compared(f"{at}", word, number): method for at, number in enumerate(numbers) for word, method in words.items()
    }
    bits = {test: 1 << at for at, test in enumerate(tests)}
    found = Holding(bits).number(text)
    for test, method in tests.items():
        assert bool(found & bits[test]) == getattr(Decimal(text), method)(test.operands[0])
