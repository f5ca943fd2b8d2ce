"""Which comparisons of one property hold for a value: the value's cell, as `cells.py` numbers it. Reads no text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

from csws.kinds.health_scores.cells import (
    IF_PRESENT,
    Bits,
    Sort,
    Span,
    absent_cell,
    calendar_spans,
    day_spans,
    number_spans,
    option_flips,
    several_flips,
    sort_of,
    steps,
)
from csws.kinds.health_scores.score import Operand, PropertyTest


class Holding:
    """The comparisons of one property, each with its bit, or with several. The cell of a value is the union of what
    its methods give for the sorts in `sorts`, and `present`."""

    def __init__(self, tests: Bits) -> None:
        by_sort: dict[Sort, dict[PropertyTest, int]] = {sort: {} for sort in Sort}
        for test, bit in tests.items():
            by_sort[sort_of(test)][test] = bit
        self.sorts: Collection[Sort] = {sort for sort, found in by_sort.items() if found and sort is not Sort.PRESENCE}
        self.absent = absent_cell(tests)
        self.present = sum(bit for test, bit in by_sort[Sort.PRESENCE].items() if test.comparison in IF_PRESENT)
        self._numbers, self._at, self._between = _points(*_steps(by_sort[Sort.NUMBER], number_spans))
        self._floats = [float(one) for one in self._numbers]
        self._days = _steps(by_sort[Sort.DAYS], day_spans)
        self._calendar = _steps(by_sort[Sort.CALENDAR], calendar_spans)
        self._options, self._other = option_flips(by_sort[Sort.OPTION])
        self._several, self._every = several_flips(by_sort[Sort.SEVERAL])

    def number(self, text: str) -> int:
        """What holds for a number as it is written, exactly: as floats, two numbers are in the right order, or they are
        equal, and only then does it take the exact ones."""
        number = float(text)
        at = bisect_left(self._floats, number)
        if at == len(self._floats) or self._floats[at] != number:
            return self._between[at]
        exact = Decimal(text)
        at = bisect_left(self._numbers, exact)
        return self._at[at] if at < len(self._numbers) and self._numbers[at] == exact else self._between[at]

    def day(self, day: int, today: int) -> int:
        """Both as `date.toordinal` numbers them."""
        (ends, bits), (dates, more) = self._days, self._calendar
        return bits[bisect_right(ends, day - today)] | more[bisect_right(dates, day)]

    def option(self, value: str) -> int:
        return self._other ^ self._options.get(value, 0)

    def several(self, values: Iterable[Operand]) -> int:
        bits, has = self._every, set(values)
        for option, (found, missed) in self._several.items():
            bits = bits | found if option in has else bits & ~missed
        return bits


def _steps(tests: Bits, spans_of: Callable[[PropertyTest, int], list[Span]]) -> tuple[list[Any], list[int]]:
    return steps(span for test, bit in tests.items() for span in spans_of(test, bit))


def _points(ends: list[tuple[Decimal, int]], bits: list[int]) -> tuple[list[Decimal], list[int], list[int]]:
    """The numbers that are compared with, what holds at each, and what holds before each and after the last."""
    numbers = sorted({number for number, _ in ends})
    at = [bits[bisect_right(ends, (number, 0))] for number in numbers]
    after = [bits[bisect_right(ends, (number, 1))] for number in numbers]
    return numbers, at, [bits[0], *after]
