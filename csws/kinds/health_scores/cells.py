"""What the comparisons of a score can tell apart in one property: finitely many cells.

A cell is the set of comparisons that hold for a value, as bits. Two values of one cell have the same effect on every
rule. Absence is a cell. What is compared in two ways (as a number and as a text, or by days from today and by the
calendar) counts as two values that are independent of each other: that can only add cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import accumulate
from math import floor
from operator import xor
from typing import Any

from csws.kinds.health_scores.score import Comparison, Operand, PropertyTest
from csws.kinds.health_scores.work import Work
from csws.model.frozen import frozen

Bits = Mapping[PropertyTest, int]  # the bit of each comparison
Span = tuple[int, Any, Any]  # a bit, and where it holds: from the first to before the second; None is no end


class Sort(Enum):
    """What a comparison takes a value for."""

    NUMBER = "number"
    OPTION = "option"
    SEVERAL = "several"
    DAYS = "days"
    CALENDAR = "calendar"
    ANYTHING = "anything"  # not known: it may hold or not
    PRESENCE = "presence"


@frozen(kw_only=False)
class Sample:
    """What the values of a cell have in common: an option, the options that it contains, or the ends of a span as in
    `Span`."""

    sort: Sort
    value: Any


Cells = dict[int, tuple[Sample, ...]]  # the values that there are; absence is apart from them

_DAYS = {
    Comparison.WITHIN_DAYS,
    Comparison.OLDER_THAN_DAYS,
    Comparison.WITHIN_NEXT_DAYS,
    Comparison.MORE_THAN_DAYS_AHEAD,
}
_RANGES = {Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.BETWEEN}
_SEVERAL = {Comparison.CONTAINS_ANY_OF, Comparison.CONTAINS_ALL_OF}
_NEGATIVE = {Comparison.IS_NOT, Comparison.IS_NONE_OF}
IF_PRESENT = {Comparison.IS_KNOWN, Comparison.IS_NONE_OF, Comparison.CONTAINS_ALL_OF}  # without operands
_IN_ONE_VALUE = ({Sort.DAYS, Sort.CALENDAR},)  # a date has both


def day_of(operand: Operand) -> int | None:
    """The number of a calendar day that is written as `2026-01-31`; None if it is not one."""
    try:
        return date.fromisoformat(operand).toordinal() if isinstance(operand, str) and len(operand) == 10 else None
    except ValueError:
        return None


def sort_of(test: PropertyTest) -> Sort:
    """What a comparison takes the property's value for, by its own words alone."""
    numbers = all(isinstance(operand, Decimal) for operand in test.operands)
    if not test.operands:
        return Sort.PRESENCE
    if test.comparison in _DAYS:
        return Sort.DAYS if numbers else Sort.ANYTHING
    if test.comparison in _SEVERAL:
        return Sort.SEVERAL
    if numbers:
        return Sort.NUMBER
    if test.comparison in _RANGES:
        return Sort.CALENDAR if None not in map(day_of, test.operands) else Sort.ANYTHING
    return Sort.OPTION if all(isinstance(operand, str) for operand in test.operands) else Sort.ANYTHING


def known_cells(tests: Bits, work: Work) -> Cells:
    """The cells of the values that a property can have."""
    sorts: dict[Sort, dict[PropertyTest, int]] = {}
    for test, bit in tests.items():
        sorts.setdefault(sort_of(test), {})[test] = bit
    present = sum(bit for test, bit in sorts.pop(Sort.PRESENCE, {}).items() if test.comparison in IF_PRESENT)
    cells: Cells = {present: ()}
    is_one = len(sorts) < 2 or set(sorts) in _IN_ONE_VALUE
    for sort, compared in sorts.items():
        found = _CELLS[sort](compared, work)
        if not is_one:
            found.setdefault(0, Sample(sort, None))  # the value is of the other sort
        work.count(len(cells) * len(found))
        cells = {one | more: (*had, what) for one, had in cells.items() for more, what in found.items()}
    return cells


def absent_cell(tests: Bits) -> int:
    """What holds where there is no value: `is_unknown` alone."""
    return sum(bit for test, bit in tests.items() if test.comparison is Comparison.IS_UNKNOWN)


def steps(spans: Iterable[Span]) -> tuple[list[Any], list[int]]:
    """The places along a line where the set of bits changes, in order, and the sets: before the first place, and from
    each of them on."""
    bits = 0
    flips: dict[Any, int] = {}
    for bit, low, high in spans:
        if low is None:
            bits ^= bit
        else:
            flips[low] = flips.get(low, 0) ^ bit
        if high is not None:
            flips[high] = flips.get(high, 0) ^ bit
    ends = sorted(flips)
    return ends, list(accumulate((flips[end] for end in ends), xor, initial=bits))


def swept(spans: Iterable[Span]) -> dict[int, tuple[Any, Any]]:
    """The sets of bits along a line, each with the first stretch where it holds, in the manner of a `Span`."""
    ends, held = steps(spans)
    cells: dict[int, tuple[Any, Any]] = {}
    for bits, low, high in zip(held, [None, *ends], [*ends, None], strict=True):
        cells.setdefault(bits, (low, high))
    return cells


def _numbers(tests: Bits, work: Work) -> dict[int, Sample]:
    """A number has a place of its own between what is less, (number, 0), and what is more, (number, 1)."""
    return _line(Sort.NUMBER, [span for test, bit in tests.items() for span in number_spans(test, bit)], work)


def number_spans(test: PropertyTest, bit: int) -> list[Span]:
    """Where it holds for numbers, which are (number, 0)."""
    if test.comparison in _RANGES:
        low, high = _ends(test, test.operands)
        return _span(bit, None if low is None else (low, 0), None if high is None else (high, 1))
    points: list[Span] = [(bit, (number, 0), (number, 1)) for number in dict.fromkeys(test.operands)]
    return [(bit, None, None), *points] if test.comparison in _NEGATIVE else points


def _ends(test: PropertyTest, operands: Iterable[Any]) -> tuple[Any, Any]:
    first, *rest = operands
    if test.comparison is Comparison.BETWEEN:
        return first, rest[0]
    return (first, None) if test.comparison is Comparison.AT_LEAST else (None, first)


def _span(bit: int, low: Any, high: Any) -> list[Span]:
    return [] if low is not None and high is not None and low >= high else [(bit, low, high)]


def _calendar(tests: Bits, work: Work) -> dict[int, Sample]:
    return _line(Sort.CALENDAR, [span for test, bit in tests.items() for span in calendar_spans(test, bit)], work)


def calendar_spans(test: PropertyTest, bit: int) -> list[Span]:
    """Where it holds for days as `day_of` numbers them."""
    low, high = _ends(test, map(day_of, test.operands))
    return _span(bit, low, None if high is None else high + 1)


def _days(tests: Bits, work: Work) -> dict[int, Sample]:
    """By days ahead of today; those ago are less than 0."""
    return _line(Sort.DAYS, [span for test, bit in tests.items() for span in day_spans(test, bit)], work)


def day_spans(test: PropertyTest, bit: int) -> list[Span]:
    """Where it holds for days ahead of today."""
    days = floor(test.operands[0])  # type: ignore[arg-type]  # numbers, by the sort
    return {
        Comparison.WITHIN_DAYS: _span(bit, -days, 1),
        Comparison.OLDER_THAN_DAYS: [(bit, None, -days)],
        Comparison.WITHIN_NEXT_DAYS: _span(bit, 0, days + 1),
        Comparison.MORE_THAN_DAYS_AHEAD: [(bit, days + 1, None)],
    }[test.comparison]


def _line(sort: Sort, spans: list[Span], work: Work) -> dict[int, Sample]:
    work.count(2 * len(spans) + 1)
    return {bits: Sample(sort, stretch) for bits, stretch in swept(spans).items()}


def _options(tests: Bits, work: Work) -> dict[int, Sample]:
    """Each option that is named, and any other one (None)."""
    named, other = option_flips(tests)
    work.count(len(named) + 1)
    cells = {other ^ bits: Sample(Sort.OPTION, option) for option, bits in named.items() if str(option).strip()}
    return {other: Sample(Sort.OPTION, None), **cells}


def option_flips(tests: Bits) -> tuple[dict[Operand, int], int]:
    """What holds for an option that no test names, and which bits flip for each one that is named."""
    named: dict[Operand, int] = {}
    other = 0
    for test, bit in tests.items():
        other |= bit if test.comparison in _NEGATIVE else 0
        for option in dict.fromkeys(test.operands):
            named[option] = named.get(option, 0) ^ bit
    return named, other


def _several(tests: Bits, work: Work) -> dict[int, Sample]:
    """Option by option, whether the value contains it; a value without any of them has others."""
    flips, every = several_flips(tests)
    cells: dict[int, tuple[Operand, ...]] = {every: ()}
    for option, (found, missed) in flips.items():
        without = {bits & ~missed: had for bits, had in cells.items()}
        is_possible = str(option).strip() and ";" not in str(option)
        cells = without | {bits | found: (*had, option) for bits, had in cells.items()} if is_possible else without
        work.count(len(cells))
    return {bits: Sample(Sort.SEVERAL, had) for bits, had in cells.items()}


def several_flips(tests: Bits) -> tuple[dict[Operand, tuple[int, int]], int]:
    """For each option that is named, the bits that hold where the value contains it, and those that do not hold where
    it does not; and the bits that hold otherwise."""
    flips: dict[Operand, tuple[int, int]] = {}
    for test, bit in tests.items():
        for option in test.operands:
            found, missed = flips.get(option, (0, 0))
            flips[option] = (
                (found | bit, missed) if test.comparison is Comparison.CONTAINS_ANY_OF else (found, missed | bit)
            )
    return flips, sum(bit for test, bit in tests.items() if test.comparison is Comparison.CONTAINS_ALL_OF)


def _anything(tests: Bits, work: Work) -> dict[int, Sample]:
    cells = {0: Sample(Sort.ANYTHING, None)}
    for bit in tests.values():
        work.count(len(cells))
        cells |= {bits | bit: what for bits, what in cells.items()}
    return cells


_CELLS = {
    Sort.NUMBER: _numbers,
    Sort.OPTION: _options,
    Sort.SEVERAL: _several,
    Sort.DAYS: _days,
    Sort.CALENDAR: _calendar,
    Sort.ANYTHING: _anything,
}
