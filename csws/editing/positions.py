"""Columns as editors count them: in units of UTF-8, UTF-16 or UTF-32, from 0. csws counts code points, from 1."""

from __future__ import annotations

from csws.load.lines import BREAK, line_and_column, line_end

_FIRST_LONG = 0x10000  # code points from here on are two units in UTF-16
Encoding = str  # "utf-8", "utf-16" or "utf-32"


class Lines:
    """The lines of a text, for many places in it."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self.text, self._encoding = text, encoding
        self._starts = [0, *(found.end() for found in BREAK.finditer(text))]

    def index(self, line: int, units: int) -> int:
        """The index of an editor's position; beyond the end of a line or of the text, that end."""
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        return start + from_units(self.text[start : line_end(self.text, start)], units, self._encoding)

    def position(self, line: int, column: int) -> tuple[int, int]:
        """An editor's line and units of csws's line and column; as far as the text goes."""
        if line > len(self._starts):
            return self.at(len(self.text))
        start = self._starts[line - 1]
        end = line_end(self.text, start)
        return line - 1, to_units(self.text[start : min(start + column - 1, end)], self._encoding)

    def at(self, index: int) -> tuple[int, int]:
        """An editor's line and units of an index."""
        return self.position(*line_and_column(self.text, index))


def to_units(before: str, encoding: Encoding) -> int:
    """The units of a piece of text."""
    if encoding == "utf-32" or before.isascii():
        return len(before)
    if encoding == "utf-8":
        return len(before.encode("utf-8", "surrogatepass"))
    return len(before) + sum(ord(sign) >= _FIRST_LONG for sign in before)


def from_units(line: str, units: int, encoding: Encoding) -> int:
    """The code points of a line before a column in units; a column inside of a code point is before it."""
    if encoding == "utf-32" or line.isascii():
        return min(max(units, 0), len(line))
    used = 0
    for at, sign in enumerate(line):
        used += to_units(sign, encoding)
        if used > units:
            return at
    return len(line)
