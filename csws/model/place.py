"""Where a value is: its path in the settings, and its span in a file. Knows no finding."""

from __future__ import annotations

from typing import Any

from csws.model.frozen import frozen

Path = tuple[str | int, ...]


@frozen(kw_only=False)
class Span:
    """A place in a file: lines and columns from 1, the end column is the first one after the value. At an alias,
    `anchored` is the place of the value that it repeats."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    anchored: Span | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Packed by the thousand: this takes a third of the time that a dataclass's own way does."""
        return Span, (self.file, self.line, self.column, self.end_line, self.end_column, self.anchored)
