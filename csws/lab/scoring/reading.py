"""From the text of a cell to what holds for it, each different text once. Knows no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csws.kinds.health_scores.cells import Sort
from csws.kinds.health_scores.compiled import Test
from csws.kinds.health_scores.holding import Holding
from csws.kinds.health_scores.score import PropertyTest
from csws.lab.scoring.column import Holds, column_of
from csws.lab.scoring.facts import MARKED, Facts
from csws.model.catalog import Property
from csws.records.misfits import MisfitKind
from csws.records.values import LENGTH, UNREADABLE, Days, is_number

MOST_TEXTS = 4096  # texts of a column that are remembered

Tests = tuple[Mapping[Test, int], int]  # comparisons with their bits, and how far the bits are shifted


class Reading(dict[str, int]):
    """What holds for a column's texts, as bits, and MARKED where a text cannot be read. Texts that are not remembered
    are read anew. A comparison that takes the value for something that it is not does not hold."""

    def __init__(self, asked: Sequence[Tests], found: Property | None, today: int, days: Days, empty: int = 0) -> None:
        """`empty` is the bit for no value; `today` is as `date.toordinal` numbers it."""
        super().__init__()
        self._today, self._days, self._local_times = today, days, days.local_times
        self._holding = holding = Holding(_together(asked))
        self._column = column_of(found, holding.sorts)
        self._is_number = self._column.holds is Holds.NUMBER or Sort.NUMBER in holding.sorts
        self._is_day = self._column.holds is Holds.DATE or bool({Sort.DAYS, Sort.CALENDAR} & {*holding.sorts})
        self._is_text = self._column.holds is Holds.ANYTHING or bool({Sort.OPTION, Sort.SEVERAL} & {*holding.sorts})
        self._is_only_day = self._is_day and not (self._is_number or self._is_text)
        self._is_only_number = self._is_number and not (self._is_day or self._is_text)
        self.absent = empty | holding.absent

    def __missing__(self, text: str) -> int:
        if self._is_only_day and text[LENGTH:] in self._local_times:
            return self[text[:LENGTH]]
        if self._is_only_number and is_number(text):
            bits: int | MisfitKind = self._holding.present | self._holding.number(text)
        else:
            bits = self._bits(text)
        if isinstance(bits, MisfitKind):
            return self.absent | MARKED
        if len(self) < MOST_TEXTS:
            self[text] = bits
        return bits

    def misfit(self, text: str) -> MisfitKind | None:
        """Why a cell cannot be read; None if it can be."""
        bits = self._bits(text)
        return bits if isinstance(bits, MisfitKind) else None

    def _bits(self, text: str) -> int | MisfitKind:
        if not text.strip():
            return self.absent
        bits = self._holding.present
        if self._is_number:
            if is_number(text):
                bits |= self._holding.number(text)
            elif self._column.holds is Holds.NUMBER:
                return MisfitKind.UNREADABLE_NUMBER
        if self._is_day:
            day = self._days.day_of(text)
            if day is not None:
                bits |= self._holding.day(day, self._today)
            elif self._column.holds is Holds.DATE:
                return MisfitKind.UNREADABLE_DATE
        more = self._text(text) if self._is_text else 0
        return more if isinstance(more, MisfitKind) else bits | more

    def _text(self, text: str) -> int | MisfitKind:
        """What holds for a text as one option, and as several."""
        holding, column = self._holding, self._column
        several = [part for part in text.split(";") if part.strip()] if Sort.SEVERAL in holding.sorts else [text]
        if UNREADABLE in text:
            return MisfitKind.UNREADABLE_VALUE
        if not column.ambiguous.isdisjoint(several):
            return MisfitKind.AMBIGUOUS_OPTION
        bits = holding.option(column.meant.get(text, text)) if Sort.OPTION in holding.sorts else 0
        if Sort.SEVERAL in holding.sorts:
            bits |= holding.several(column.meant.get(part, part) for part in several)
        return bits


def reading_of(name: str, facts: Facts, found: Property | None, today: int, days: Days) -> Reading:
    """The reading of a property's column, as facts."""
    of = ("property", name)
    asked = [(one.tests[of], one.shifts[of]) for one in facts.of(of)]
    return Reading(asked, found, today, days, facts.empty[name])


def _together(asked: Sequence[Tests]) -> dict[PropertyTest, int]:
    """The comparisons of all scores; one that several make has several bits."""
    bits: dict[PropertyTest, int] = {}
    for tests, shift in asked:
        for test, bit in tests.items():
            if isinstance(test, PropertyTest):
                bits[test] = bits.get(test, 0) | bit << shift
    return bits
