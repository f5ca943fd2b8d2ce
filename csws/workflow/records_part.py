"""`FILE.part`: what a pull of records has read so far, so that the next one goes on there. JSON Lines: the first says what is
pulled, each further one is a page. A page counts only if its line is whole."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from csws.errors import UsageFault
from csws.model.frozen import frozen

Json = dict[str, Any]


@frozen
class Page:
    """Rows of cells, the id first, and the cursor of the next page, empty after the last. `unknown` counts by column
    the values that are not known; `later` are records that were created after the day, `gone` those deleted meanwhile."""

    rows: list[list[str]]
    after: str
    unknown: dict[str, int]
    later: int = 0
    gone: int = 0


class Part:
    """The file beside the one that is asked for. Only its owner can read it."""

    def __init__(self, out: Path, head: Json) -> None:
        """`head` says what is pulled; a pull of anything else is begun anew. Raises OSError, and UsageFault for a file that is no part."""
        self.path, self._head = out.with_name(f"{out.name}.part"), head
        self.after, self.resumed, self.is_complete = "", 0, False
        self.unknown, self.records, self.later, self.gone = Counter[str](), 0, 0, 0
        if not self._is_ours():
            raise UsageFault(
                f"`{self.path.as_posix()}` is not a part of a pull.", hint="Move it away, or give another --out."
            )
        end = self._read()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        self._stream = os.fdopen(descriptor, "r+b")
        self._stream.truncate(end)
        self._stream.seek(end)
        if not end:
            self._line(head)
        self.resumed = self.records

    def add(self, page: Page) -> None:
        """Keeps a page, on the disk when this returns."""
        self._line({name: getattr(page, name) for name in ("rows", "after", "unknown", "later", "gone")})
        self._count(page)

    def close(self) -> None:
        self._stream.close()

    def csv(self, header: Sequence[str]) -> Iterator[str]:
        """The whole as CSV, page by page."""
        yield _csv([header])
        for page, _ in self._pages():
            yield _csv(page.rows)

    def _is_ours(self) -> bool:
        """Whether the file may be overwritten: it is empty, not there, or one of a pull."""
        if not self.path.exists():
            return True
        with self.path.open("rb") as stream:
            line = stream.readline()
        found = _parsed(line)
        return not line or (isinstance(found, dict) and "csws_records" in found)

    def _read(self) -> int:
        """Counts what is there. Returns where the whole lines end; 0 where nothing can be used."""
        end = 0
        for page, at in self._pages():
            self._count(page)
            end = at
        return end or self._head_length()

    def _head_length(self) -> int:
        with self.path.open("rb") if self.path.exists() else io.BytesIO() as stream:
            line = stream.readline()
        return len(line) if line.endswith(b"\n") and _parsed(line) == self._head else 0

    def _pages(self) -> Iterator[tuple[Page, int]]:
        """Each whole page, with where it ends. None if the file is about something else."""
        at = self._head_length()
        if not at:
            return
        with self.path.open("rb") as stream:
            stream.seek(at)
            for line in stream:
                found = _parsed(line) if line.endswith(b"\n") else None
                if found is None:
                    return
                at += len(line)
                yield Page(**found), at

    def _count(self, page: Page) -> None:
        self.after, self.is_complete = page.after, not page.after
        self.unknown.update(page.unknown)
        self.records, self.later, self.gone = (
            self.records + len(page.rows),
            self.later + page.later,
            self.gone + page.gone,
        )

    def _line(self, data: Json) -> None:
        self._stream.write(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
