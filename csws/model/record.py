"""A record as text, as people see it: its lines, what is wrong with it, and what two sides of a
merge disagree about. Knows no file and no format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csws.model.frozen import frozen


@frozen
class RecordFault:
    """What is wrong with a record: the end of a sentence about one line, or a sentence about all of
    it."""

    line: int | None
    what: str
    hint: str | None = None

    @property
    def message(self) -> str:
        return self.what if self.line is None else f"line {self.line} {self.what}."


@frozen
class RecordLine:
    """One line: `entries` are plain JSON. `was` is the number that it had before a merge; `fault`
    is what is wrong with it."""

    number: int
    at: str = ""
    by: str | None = None
    entries: tuple[Mapping[str, Any], ...] = ()
    was: int | None = None
    fault: str | None = None


@frozen
class Dispute:
    """Something that both sides of a merge touch, with the lines in which they do."""

    about: str
    ours: tuple[RecordLine, ...]
    theirs: tuple[RecordLine, ...]


@frozen
class RecordHealth:
    """A record after all checks. `account` is None where nothing is recorded yet; `added` is the
    number of lines that the base lacks, None without a base."""

    path: str
    account: str | None = None
    lines: int = 0
    revision: int = 0
    faults: tuple[RecordFault, ...] = ()
    added: int | None = None
