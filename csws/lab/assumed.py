"""Where csws has to assume that `is_not` and `is_none_of` do not hold: for a record without a value
(docs/assumptions.md). Says what the facts of a record would be otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.score import Comparison, PropertyTest
from csws.lab.scoring.engine import Engine

NEGATIVE = (Comparison.IS_NOT, Comparison.IS_NONE_OF)


class NoValue:
    """Facts as they would be if `is_not` and `is_none_of` held where there is no value."""

    def __init__(self, engine: Engine, score: int = 0) -> None:
        self._bits = list(_negative_bits(engine, score))

    def other(self, facts: int) -> int:
        """The same facts where nothing depends on it."""
        for empty, bits in self._bits:
            facts |= bits if facts & empty else 0
        return facts


def _negative_bits(engine: Engine, score: int) -> Iterator[tuple[int, int]]:
    """The bit that says that a property has no value, with those of the comparisons that would hold then."""
    asked = engine.facts.asked[score]
    for of, tests in asked.tests.items():
        negative = [
            bit for test, bit in tests.items() if isinstance(test, PropertyTest) and test.comparison in NEGATIVE
        ]
        if of[0] == "property" and negative:
            yield engine.facts.empty[of[1]], sum(negative) << asked.shifts[of]
