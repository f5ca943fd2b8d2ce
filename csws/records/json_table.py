"""JSON Lines as rows of cells: one object in each line, with the names that a header may have as its keys. Knows no
property and no score."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from csws.records.headings import ID, Headings, Layout, layout_of, missing
from csws.records.misfits import MisfitKind, Misfits
from csws.records.seen import Seen
from csws.records.values import UNREADABLE

_MOST_KEYS = 4096  # different keys that are remembered
_WORDS = {None: "", True: "true", False: "false"}


class JsonTable:
    """Objects as rows: the id, then every wanted column. A key that is not there, and null, are an empty cell."""

    def __init__(self, stream: TextIO, headings: Headings, shown: str, misfits: Misfits) -> None:
        self.file, self._misfits, self._stream, self._headings = shown, misfits, stream, headings
        names = dict.fromkeys((ID, *headings.wanted))
        self._places = {name: at for at, name in enumerate(names)}
        self.layout = Layout(width=len(names), id_at=0, at={name: self._places[name] for name in headings.wanted})
        self._keys: dict[str, int | None] = {}  # where a key's value goes; None: nowhere
        self._line = 0
        self._decode = json.JSONDecoder(
            object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str
        ).decode

    def rows(self, seen: Seen | None) -> Iterator[list[str]]:
        """Every row with an id that is new, if `seen` is given."""
        is_new = seen.add if seen is not None else str.strip
        for line in self._stream:
            self._line += 1
            if line.strip():
                row = self._row(line)
                if row is None:
                    self._misfits.add(MisfitKind.UNREADABLE_ROW, None, self.file, self._line, line)
                elif is_new(row[0]):
                    yield row
                else:
                    kind = MisfitKind.DOUBLED_ID if row[0].strip() else MisfitKind.NO_ID
                    self.note(kind, None, row, row[0])
        for name in missing(self._headings, self._met()):
            self._misfits.add(MisfitKind.MISSING_COLUMN, name, self.file, max(self._line, 1))

    def line_of(self, row: list[str]) -> int:
        """The line of the row that was read last."""
        return self._line

    def note(self, kind: MisfitKind, column: str | None, row: list[str], text: str) -> None:
        self._misfits.add(kind, column, self.file, self._line, text)

    def _row(self, line: str) -> list[str] | None:
        """None for a line that is no object, or has a column twice."""
        try:
            pairs = self._decode(line)
        except (ValueError, RecursionError):
            return None
        if line.lstrip()[:1] != "{":
            return None
        row: list[str | None] = [None] * self.layout.width
        for key, value in pairs:
            at = self._place(key)
            if at is not None:
                if row[at] is not None:
                    return None
                row[at] = _cell(value)
        return ["" if cell is None else cell for cell in row]

    def _place(self, key: str) -> int | None:
        if key not in self._keys:
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            self._keys[key] = self._found(key)
        return self._keys[key]

    def _found(self, key: str) -> int | None:
        layout = layout_of([key], self._headings)
        unknown = layout.unknown if self._headings.is_complete else ()
        told = {MisfitKind.UNKNOWN_COLUMN: unknown, MisfitKind.AMBIGUOUS_LABEL: layout.ambiguous}
        for kind, names in told.items():
            for name in names:
                self._misfits.add(kind, name, self.file, self._line)
        return 0 if layout.id_at >= 0 else next((self._places[name] for name in layout.at), None)

    def _met(self) -> dict[str, int]:
        by_place = {at: name for name, at in self._places.items()}
        return {by_place[at]: at for at in self._keys.values() if at is not None}


def _cell(value: Any) -> str:
    """Numbers as they are written; an object or a list is no value of a property."""
    if isinstance(value, str):
        return value
    return UNREADABLE if isinstance(value, tuple | list) else _WORDS[value]
