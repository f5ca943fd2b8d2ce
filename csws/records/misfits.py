"""What in a file does not fit: counted, and the first few named by line and column. Decides nothing about a record."""

from __future__ import annotations

from enum import Enum

from csws.model.frozen import frozen

FIRST = 5  # places that are named of each misfit of each column
_CUT = 80  # characters of a cell that a place shows
_MOST_COLUMNS = 1_000  # JSON Lines may have other columns in every line


class MisfitKind(Enum):
    """The value is the word in documents."""

    RAGGED_ROW = "ragged_row"  # more or fewer cells than the header: the row is left out
    UNREADABLE_ROW = "unreadable_row"  # broken quotes, or a line that is no JSON object: left out
    NO_ID = "no_id"  # left out
    DOUBLED_ID = "doubled_id"  # the first row of an id counts
    UNREADABLE_NUMBER = "unreadable_number"  # no value, as the next three; the record is marked
    UNREADABLE_DATE = "unreadable_date"
    UNREADABLE_VALUE = "unreadable_value"
    AMBIGUOUS_OPTION = "ambiguous_option"  # the value of one option and the label of another
    UNKNOWN_COLUMN = "unknown_column"
    AMBIGUOUS_LABEL = "ambiguous_label"  # it may mean several properties: the column is not read
    MISSING_COLUMN = "missing_column"  # a property that is wanted: no record has a value


@frozen
class Place:
    """`line` counts from 1, and is where a record begins; a header is a line too. `text` is the start of the cell."""

    file: str
    line: int
    text: str = ""


@frozen
class Misfit:
    """`column` is the property's internal name, or the header as it is written; None for whole rows."""

    kind: MisfitKind
    column: str | None
    count: int
    places: tuple[Place, ...]


class Misfits:
    """Collects what does not fit. Keeps a bounded number of places."""

    def __init__(self) -> None:
        self._counts: dict[tuple[MisfitKind, str | None], int] = {}
        self._places: dict[tuple[MisfitKind, str | None], list[Place]] = {}

    def add(self, kind: MisfitKind, column: str | None, file: str, line: int, text: str = "") -> None:
        key = (kind, column)
        if key not in self._counts and len(self._counts) >= _MOST_COLUMNS:
            key = (kind, None)
        self._counts[key] = self._counts.get(key, 0) + 1
        places = self._places.setdefault(key, [])
        if len(places) < FIRST:
            places.append(Place(file=file, line=line, text=text[:_CUT]))

    def found(self) -> tuple[Misfit, ...]:
        """By kind, then by column."""
        order = list(MisfitKind)
        keys = sorted(self._counts, key=lambda key: (order.index(key[0]), key[1] or ""))
        return tuple(
            Misfit(kind=kind, column=column, count=self._counts[kind, column], places=tuple(self._places[kind, column]))
            for kind, column in keys
        )

    def __bool__(self) -> bool:
        return bool(self._counts)
