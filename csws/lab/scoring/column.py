"""What a column holds, and what each of its cells means. Knows no rule and no file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from csws.kinds.health_scores.cells import Sort
from csws.kinds.health_scores.fitting import Sort as Type
from csws.kinds.health_scores.fitting import sort_of_property
from csws.kinds.health_scores.holding import Holding
from csws.model.catalog import Option, Property
from csws.model.frozen import frozen
from csws.records.misfits import MisfitKind
from csws.records.values import UNREADABLE, Days, number_of


class Holds(Enum):
    """How a column is read: a cell that is nothing of that sort has no value."""

    NUMBER = "number"
    DATE = "date"
    ANYTHING = "anything"


_BY_TYPE = {Type.NUMBER: Holds.NUMBER, Type.DATE: Holds.DATE}
_BY_SORTS = {
    frozenset({Sort.NUMBER}): Holds.NUMBER,
    frozenset({Sort.DAYS}): Holds.DATE,
    frozenset({Sort.CALENDAR}): Holds.DATE,
    frozenset({Sort.DAYS, Sort.CALENDAR}): Holds.DATE,
}


@frozen
class Column:
    """`meant` has the value that a cell's text stands for where that is another: a label for an option. `ambiguous`
    are texts that are the value of one option and the label of another, or the label of two."""

    name: str
    holds: Holds
    meant: Mapping[str, str]
    ambiguous: frozenset[str]


def column_of(name: str, found: Property | None, holdings: list[Holding]) -> Column:
    """The column of a property: by its type in the catalogue, else by what the comparisons take it for."""
    type_ = sort_of_property(found.type, found.field_type) if found else None
    sorts = frozenset(sort for holding in holdings for sort in holding.sorts)
    holds = _BY_SORTS.get(sorts, Holds.ANYTHING) if type_ is None else _BY_TYPE.get(type_, Holds.ANYTHING)
    options = (found.options or ()) if found and holds is Holds.ANYTHING else ()
    return Column(name=name, holds=holds, meant=_meant(options), ambiguous=_ambiguous(options))


def _meant(options: tuple[Option, ...]) -> dict[str, str]:
    """An export by labels has them in place of the options' values."""
    return {one.label: one.value for one in options if one.label and one.label != one.value}


def _ambiguous(options: tuple[Option, ...]) -> frozenset[str]:
    meanings: dict[str, set[str]] = {}
    for one in options:
        for text in (one.value, one.label):
            meanings.setdefault(text, set()).add(one.value)
    return frozenset(text for text, values in meanings.items() if len(values) > 1)


@frozen
class Cell:
    """A cell that has a value, as everything that it may be compared as; None where it is nothing of that sort."""

    text: str
    number: Decimal | int | None
    day: int | None
    parts: tuple[str, ...]


class CellReader:
    """Reads the cells of one column."""

    def __init__(self, column: Column, sorts: frozenset[Sort], days: Days) -> None:
        self._column, self._days = column, days
        self._is_number = column.holds is Holds.NUMBER or Sort.NUMBER in sorts
        self._is_day = column.holds is Holds.DATE or bool(sorts & {Sort.DAYS, Sort.CALENDAR})
        self._is_several = Sort.SEVERAL in sorts

    def read(self, text: str) -> Cell | MisfitKind | None:
        """None where there is no value, and why not where the cell cannot be read."""
        if not text.strip():
            return None if text != UNREADABLE else MisfitKind.UNREADABLE_VALUE
        number = _number(text) if self._is_number else None
        day = self._days.day_of(text) if self._is_day else None
        parts = tuple(part for part in text.split(";") if part.strip()) if self._is_several else (text,)
        misfit = self._misfit(text, number, day, parts)
        if misfit is not None:
            return misfit
        meant = self._column.meant
        return Cell(
            text=meant.get(text, text), number=number, day=day, parts=tuple(meant.get(part, part) for part in parts)
        )

    def _misfit(
        self, text: str, number: Decimal | int | None, day: int | None, parts: tuple[str, ...]
    ) -> MisfitKind | None:
        if UNREADABLE in text:
            return MisfitKind.UNREADABLE_VALUE
        if self._column.holds is Holds.NUMBER and number is None:
            return MisfitKind.UNREADABLE_NUMBER
        if self._column.holds is Holds.DATE and day is None:
            return MisfitKind.UNREADABLE_DATE
        return MisfitKind.AMBIGUOUS_OPTION if self._column.ambiguous.intersection(parts) else None


def _number(text: str) -> Decimal | int | None:
    return int(text) if text.isdigit() and text.isascii() and len(text) < 100 else number_of(text)
