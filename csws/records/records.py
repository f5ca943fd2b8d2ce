"""Records in files, as tables one after another. Knows no score; keeps no record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Protocol, TextIO

from csws.errors import RecordsUnreadable
from csws.records.csv_table import CsvTable, delimiter_of
from csws.records.encoding import encoding_of
from csws.records.headings import Headings, Layout
from csws.records.json_table import JsonTable
from csws.records.misfits import MisfitKind, Misfits
from csws.records.seen import Seen
from csws.records.sources import Source, sources_of


class Table(Protocol):
    """Rows of one layout."""

    file: str
    layout: Layout

    def rows(self, seen: Seen | None) -> Iterator[list[str]]: ...

    def note(self, kind: MisfitKind, column: str | None, row: list[str], text: str) -> None:
        """Counts a misfit of the row that was read last."""


class Records:
    """Files of records: CSV, JSON Lines, or zips of them, as `paths` names them.

    What does not fit is counted in `misfits`. With `are_unique`, only the first row of an id counts, over all files.
    Every file is read once from end to end before the first table is given, so that a file that cannot be read is
    found before anything is made of the others.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        headings: Headings,
        misfits: Misfits,
        *,
        required: Sequence[str] = (),
        are_unique: bool = True,
    ) -> None:
        """A CSV without a column for one of the `required` names cannot be read."""
        self.headings, self.misfits = headings, misfits
        self._paths, self._required, self._are_unique = paths, required, are_unique

    def tables(self) -> Iterator[tuple[Table, Iterator[list[str]]]]:
        """Each file's table with its rows, which have to be read before the next one. Raises RecordsUnreadable."""
        sources = sources_of(self._paths)
        encodings = [encoding_of(source.opened, source.shown) for source in sources]
        seen = Seen() if self._are_unique else None
        for source, encoding in zip(sources, encodings, strict=True):
            with _text(source, encoding) as stream:
                table = self._table(source, encoding, stream)
                self._require(table)
                yield table, table.rows(seen)

    def _table(self, source: Source, encoding: str, stream: TextIO) -> Table:
        with _text(source, encoding) as probe:
            first = next((line for line in probe if line.strip()), "").lstrip("\ufeff \t")[:1]
        if first == "{":
            return JsonTable(stream, self.headings, source.shown, self.misfits)
        if first == "[":
            raise RecordsUnreadable(
                f"{source.shown} is a JSON array.", hint="Write one object in each line, without brackets around them."
            )
        with _text(source, encoding) as probe:
            delimiter = delimiter_of(probe, self.headings, source.shown)
        return CsvTable(stream, delimiter, self.headings, source.shown, self.misfits)

    def _require(self, table: Table) -> None:
        for name in self._required:
            if name not in table.layout.at:
                raise RecordsUnreadable(
                    f"{table.file} has no column `{name}`.",
                    hint=f"Its header needs the id, and {', '.join(self._required)}.",
                )


@contextmanager
def _text(source: Source, encoding: str) -> Iterator[TextIO]:
    with source.opened() as stream, TextIOWrapper(stream, encoding=encoding, newline="") as text:
        yield text
