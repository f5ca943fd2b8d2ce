"""From the text of a cell to what holds for it, each different text once. Knows no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csws.kinds.health_scores.cells import Sort
from csws.kinds.health_scores.compiled import Test
from csws.kinds.health_scores.holding import Holding
from csws.kinds.health_scores.score import PropertyTest
from csws.lab.scoring.column import Cell, CellReader, column_of
from csws.lab.scoring.facts import MARKED, Facts
from csws.model.catalog import Property
from csws.records.misfits import MisfitKind
from csws.records.values import Days

MOST_TEXTS = 2048  # texts of a column that are remembered

Tests = tuple[Mapping[Test, int], int]  # comparisons with their bits, and how far the bits are shifted


class Reading(dict[str, int]):
    """What holds for a column's texts, as bits, and MARKED where a text cannot be read. Texts that are not remembered
    are read anew."""

    def __init__(
        self, name: str, asked: Sequence[Tests], found: Property | None, today: int, days: Days, empty: int = 0
    ) -> None:
        """`empty` is the bit for no value; `today` is as `date.toordinal` numbers it."""
        super().__init__()
        self._today = today
        self._holdings = [(_holding(tests), shift) for tests, shift in asked]
        column = column_of(name, found, [holding for holding, _ in self._holdings])
        sorts = frozenset(sort for holding, _ in self._holdings for sort in holding.sorts)
        self._reader = CellReader(column, sorts, days)
        self.absent = empty | sum(holding.absent << shift for holding, shift in self._holdings)

    def __missing__(self, text: str) -> int:
        cell = self._reader.read(text)
        if isinstance(cell, MisfitKind):
            return self.absent | MARKED
        bits = self.absent if cell is None else self._bits(cell)
        if len(self) < MOST_TEXTS:
            self[text] = bits
        return bits

    def misfit(self, text: str) -> MisfitKind | None:
        """Why a cell cannot be read; None if it can be."""
        cell = self._reader.read(text)
        return cell if isinstance(cell, MisfitKind) else None

    def _bits(self, cell: Cell) -> int:
        return sum(_cell_of(holding, cell, self._today) << shift for holding, shift in self._holdings)


def reading_of(name: str, facts: Facts, found: Property | None, today: int, days: Days) -> Reading:
    """The reading of a property's column, as facts."""
    of = ("property", name)
    asked = [(one.tests[of], one.shifts[of]) for one in facts.of(of)]
    return Reading(name, asked, found, today, days, facts.empty[name])


def _holding(tests: Mapping[Test, int]) -> Holding:
    return Holding({test: bit for test, bit in tests.items() if isinstance(test, PropertyTest)})


def _cell_of(holding: Holding, cell: Cell, today: int) -> int:
    """The comparisons that hold. Those that take the value for something that it is not do not."""
    bits, sorts = holding.present, holding.sorts
    if Sort.NUMBER in sorts and cell.number is not None:
        bits |= holding.number(cell.number)
    if cell.day is not None and (Sort.DAYS in sorts or Sort.CALENDAR in sorts):
        bits |= holding.day(cell.day, today)
    if Sort.OPTION in sorts:
        bits |= holding.option(cell.text)
    if Sort.SEVERAL in sorts:
        bits |= holding.several(cell.parts)
    return bits
