"""Places in a text: an index, a line and a column. Only LF, CR and CRLF end a line (YAML 1.2 §5.4)."""

from __future__ import annotations

import re

BREAK = re.compile("\r\n|\r|\n")


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column, counted from 1."""
    line, begins = 1, 0
    for found in BREAK.finditer(text, 0, index):
        line, begins = line + 1, found.end()
    return line, index - begins + 1


def index_at(text: str, line: int, column: int) -> int:
    """The place of a line and column, counted from 1; the end of the text where there are fewer lines."""
    begins = 0
    for _ in range(line - 1):
        found = BREAK.search(text, begins)
        if found is None:
            return len(text)
        begins = found.end()
    return min(begins + column - 1, len(text))


def line_end(text: str, index: int) -> int:
    """The end of the line at a place, before its line break."""
    found = BREAK.search(text, index)
    return found.start() if found else len(text)


def line_start(text: str, index: int) -> int:
    """The start of the line at a place. Looks no further back than that: `rfind` alone would search
    the whole text for the other kind of line break, again and again."""
    width = 256
    while True:
        first = max(0, index - width)
        found = max(text.rfind("\n", first, index), text.rfind("\r", first, index))
        if found >= 0 or not first:
            return found + 1
        width *= 4
