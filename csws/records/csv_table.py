"""A CSV as rows of cells. Knows no property and no score; leaves out what does not fit the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from csws.errors import RecordsUnreadable
from csws.records.headings import Headings, layout_of, missing, mistaken
from csws.records.misfits import MisfitKind, Misfits
from csws.records.seen import Seen

DELIMITERS = ",;"
_BREAK = re.compile(r"\r\n|\r|\n")
_SHOWN = 5  # headers that a message shows


def delimiter_of(stream: TextIO, headings: Headings, shown: str) -> str:
    """The delimiter with which the header has a column of ids. Raises RecordsUnreadable where neither has."""
    first = next((line for line in stream if line.strip()), "")
    rest = [*(line for line, _ in zip(stream, range(_SHOWN), strict=False))] if first.count('"') % 2 else []
    headers = {mark: _header([first, *rest], mark) for mark in DELIMITERS}
    for mark, header in headers.items():
        if layout_of(header, headings).id_at >= 0:
            return mark
    names = ", ".join(f"`{name[:40]}`" for name in max(headers.values(), key=len)[:_SHOWN])
    begins = f" Its header begins with {names}." if names else ""
    raise RecordsUnreadable(
        f"{shown} has no column with the record's id.{begins}",
        hint="HubSpot calls this column `Record ID`, or `hs_object_id`. Rename yours, or export again with it.",
    )


def _header(lines: list[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:  # a cell that is too long: no header
        return []


class CsvTable:
    """The rows below a header."""

    def __init__(self, stream: TextIO, delimiter: str, headings: Headings, shown: str, misfits: Misfits) -> None:
        """Raises RecordsUnreadable for a header with doubled columns."""
        self.file, self._misfits = shown, misfits
        self._reader = csv.reader(stream, delimiter=delimiter, strict=True)
        self.layout = layout_of(self._header(), headings)
        if self.layout.doubled is not None:
            message = f"{shown}:{self._reader.line_num}: two columns are `{self.layout.doubled}`."
            raise RecordsUnreadable(message, hint="Keep one of them, and read the file again.")
        self._note_header(headings)

    def rows(self, seen: Seen | None) -> Iterator[list[str]]:
        """Every row with an id that is new, if `seen` is given, as many cells as the header, and the id in its place.
        Raises RecordsUnreadable for a cell that is too long."""
        reader, width, at = self._reader, self.layout.width, self.layout.id_at
        is_new = seen.add if seen is not None else str.strip
        while True:
            try:
                for row in reader:
                    if len(row) == width and is_new(row[at]):
                        yield row
                    else:
                        self._refuse(row)
                return
            except csv.Error as error:
                self._broken(error)

    def line_of(self, row: list[str]) -> int:
        """The line at which the row begins that was read last."""
        return self._reader.line_num - sum(len(_BREAK.findall(cell)) for cell in row)

    def note(self, kind: MisfitKind, column: str | None, row: list[str], text: str) -> None:
        self._misfits.add(kind, column, self.file, self.line_of(row), text)

    def _header(self) -> list[str]:
        try:
            return next((row for row in self._reader if row), [])
        except csv.Error as error:
            hint = 'A quote may be open in it: look for a single `"`, or export the records again.'
            raise RecordsUnreadable(f"{self.file}:1: the header cannot be read ({error}).", hint=hint) from None

    def _note_header(self, headings: Headings) -> None:
        told = {
            MisfitKind.UNKNOWN_COLUMN: mistaken(self.layout, headings),
            MisfitKind.AMBIGUOUS_LABEL: self.layout.ambiguous,
            MisfitKind.MISSING_COLUMN: missing(headings, self.layout.at),
        }
        for kind, names in told.items():
            for name in names:
                self._misfits.add(kind, name, self.file, self._reader.line_num)

    def _refuse(self, row: list[str]) -> None:
        if not row:
            return  # an empty line
        at = self.layout.id_at
        if len(row) != self.layout.width:
            self.note(MisfitKind.RAGGED_ROW, None, row, f"{len(row)} cells")
        else:
            self.note(MisfitKind.DOUBLED_ID if row[at].strip() else MisfitKind.NO_ID, None, row, row[at])

    def _broken(self, error: csv.Error) -> None:
        """The reader goes on with the next line."""
        line = self._reader.line_num
        if "field limit" in str(error):
            message = f"{self.file}:{line}: a cell has more than {csv.field_size_limit():,} characters."
            raise RecordsUnreadable(message, hint='A quote may be open above: look for a single `"`.') from None
        self._misfits.add(MisfitKind.UNREADABLE_ROW, None, self.file, line, str(error))
