"""A record as text, as people see it: its lines, what is wrong with it, and what two sides of a merge disagree about.
Knows no file and no format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csws.model.frozen import frozen


@frozen
class RecordFault:
    """What is wrong with a line, as the end of a sentence that begins with the line's number."""

    line: int
    what: str


@frozen
class RecordLine:
    """One line: `entries` are plain JSON. `was` is the number that it had before a merge."""

    number: int
    at: str
    by: str | None
    entries: tuple[Mapping[str, Any], ...]
    was: int | None = None


@frozen
class Dispute:
    """Something that both sides of a merge touch, with the lines in which they do."""

    about: str
    ours: tuple[RecordLine, ...]
    theirs: tuple[RecordLine, ...]


@frozen
class RecordHealth:
    """A record after all checks. `is_newer` says what in it only a newer csws knows; `appended` is the number of lines that
    the base lacks, None without a base."""

    path: str
    account: str | None = None
    lines: int = 0
    revision: int = 0
    faults: tuple[RecordFault, ...] = ()
    appended: int | None = None

    @property
    def is_good(self) -> bool:
        return not self.faults
