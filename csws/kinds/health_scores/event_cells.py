"""What the rules of a score can tell apart in one event of a record: vectors of counts.

A vector has a count for each different (`where`, days). Counts do not fall with more days for the same `where`, and
those with a `where` are not above those without one. Different `where`s are independent of each other, which can only
add vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from csws.kinds.health_scores.cells import Span, absent_cell, known_cells
from csws.kinds.health_scores.score import Comparison, EventTest, PropertyTest
from csws.kinds.health_scores.work import COMPARED, Work

Bits = Mapping[EventTest, int]
Where = frozenset[PropertyTest]
Count = tuple[int, int, int | None]  # what holds, and the counts where it does: from, and to before (None: no end)
Row = tuple[int, list[Count]]  # the days, and the counts that can be told apart
_ANY: Where = frozenset()


def counted_cells(tests: Bits, work: Work) -> dict[int, tuple[()]]:
    """What can hold at once of an event's rules, as bits."""
    rows = {where: _rows(where, found, work) for where, found in _by_where(tests).items()}
    whole = _whole(rows.pop(_ANY, []), bool(rows), work)
    cells: set[int] = set()
    chains: dict[tuple[tuple[int, int | None], ...], list[set[int]]] = {}
    for held, most in whole:
        if most not in chains:
            chains[most] = [_chain(row, most, work) for row in rows.values()]
        for parts in product(*chains[most]):
            work.count(1)
            cells.add(held + sum(parts))
    return dict.fromkeys(cells, ())


def no_events(tests: Bits) -> int:
    """What holds where the event never happened."""
    return sum(bit for test, bit in tests.items() if _span(test, bit) and _span(test, bit)[0][1] is None)


def counted(tests: Bits, count_of: Callable[[EventTest], int]) -> int:
    """What holds of an event's rules, given how often each found it."""
    return sum(
        bit for test, bit in tests.items() for _, low, high in _span(test, bit) if _has(low, high, count_of(test))
    )


def can_happen(where: Where) -> bool:
    """Whether one event can pass all of these comparisons."""
    by_property: dict[str, dict[PropertyTest, int]] = {}
    for test in where:
        mine = by_property.setdefault(test.property, {})
        mine[test] = 1 << len(mine)
    work = Work(1 << 16)
    return all(
        any(cell == (1 << len(tests)) - 1 for cell in (*known_cells(tests, work), absent_cell(tests)))
        for tests in by_property.values()
    )


def _by_where(tests: Bits) -> dict[Where, dict[EventTest, int]]:
    found: dict[Where, dict[EventTest, int]] = {}
    for test, bit in tests.items():
        found.setdefault(frozenset(test.where), {})[test] = bit
    return found


def _rows(where: Where, tests: Mapping[EventTest, int], work: Work) -> list[Row]:
    """From the fewest days to the most."""
    by_days: dict[int, list[Span]] = {}
    for test, bit in tests.items():
        by_days.setdefault(test.within_days, []).extend(_span(test, bit))
    is_possible = can_happen(where)
    work.count(sum(len(spans) ** 2 // COMPARED for spans in by_days.values()))
    return [(days, _counts(spans, is_possible)) for days, spans in sorted(by_days.items())]


def _span(test: EventTest, bit: int) -> list[Span]:
    """The counts with which a test holds, which are never less than 0."""
    low = test.counts[0] if test.count is not Comparison.AT_MOST else 0
    high = test.counts[-1] + 1 if test.count is not Comparison.AT_LEAST else None
    is_empty = high is not None and high <= max(low, 0)
    return [] if is_empty else [(bit, low if low > 0 else None, high)]


def _counts(spans: list[Span], is_possible: bool) -> list[Count]:
    """Every stretch of counts between two numbers that are compared with."""
    ends = sorted({end for _, *both in spans for end in both if end is not None}) if is_possible else []
    stretches = zip([0, *ends], [*ends, None if is_possible else 1], strict=True)
    return [(sum(bit for bit, low, high in spans if _has(low, high, first)), first, end) for first, end in stretches]


def _has(low: int | None, high: int | None, count: int) -> bool:
    return (low or 0) <= count and (high is None or count < high)


def _whole(rows: list[Row], is_compared: bool, work: Work) -> set[tuple[int, tuple[tuple[int, int | None], ...]]]:
    """What can hold of the counts without a `where`, each with the most that those with one can be, by days."""
    states: set[tuple[int, int, tuple[tuple[int, int | None], ...]]] = {(0, 0, ())}
    for days, counts in rows:
        states = {
            (max(least, low), held + bits, (*most, (days, high)) if is_compared else ())
            for least, held, most in states
            for bits, low, high in counts
            if high is None or least < high
        }
        work.count(len(states))
    return {(held, most) for _, held, most in states}


def _chain(rows: list[Row], most: tuple[tuple[int, int | None], ...], work: Work) -> set[int]:
    """What can hold of the counts with one `where`."""
    states = {(0, 0)}
    for days, counts in rows:
        ends = [end for longer, end in most if end is not None and longer >= days]
        end = min(ends, default=None)
        states = {
            (max(least, low), held + bits)
            for least, held in states
            for bits, low, high in counts
            if (high is None or least < high) and (end is None or low < end)
        }
        work.count(len(states))
    return {held for _, held in states}
