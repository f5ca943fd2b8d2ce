"""Bytes from disk → text, and paths that stay inside the project. Does not know YAML."""

from __future__ import annotations

import errno
import os
import stat
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from csws.load.bounds import MAX_BYTES, Bounds, matches, would_match
from csws.load.lines import line_and_column
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.frozen import frozen

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
Reading = tuple[str | None, Diagnostic | None]
CREATE_IT = "Create it, or correct the name."


class Files(Protocol):
    """A project's files by name; hides where they are stored."""

    def text(self, name: str, said_at: Span | None = None) -> Reading:
        """The text of a file, or the finding that says why it cannot be read."""
        ...

    def holds(self, name: str) -> bool:
        """Whether the file called `name` is inside the project's folder."""
        ...


class ProjectFiles(Files, Protocol):
    """All files of a project, including those that only an include names."""

    def place(self, name: str) -> Path | None:
        """The file that a name leads to, following links, because two names may mean one file. None
        if it is outside the folder."""
        ...

    def matches(self, pattern: str) -> list[str] | None:
        """The names of the files that an include matches; None if it leads out of the project's
        folder."""
        ...


class Folder:
    """The files on the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bounds = Bounds(root)

    def text(self, name: str, said_at: Span | None = None) -> Reading:
        return read_text(os.path.join(self._root, name), name, said_at=said_at)

    def holds(self, name: str) -> bool:
        return self._bounds.hold(name)

    def place(self, name: str) -> Path | None:
        return self._bounds.place(name)

    def matches(self, pattern: str) -> list[str] | None:
        return matches(self._root, pattern)


class Buffers(Folder):
    """The files on the disk with some texts that are not saved: each in place of its file, or of
    one that does not exist yet."""

    def __init__(self, root: Path, texts: Mapping[str, str]) -> None:
        super().__init__(root)
        self._names = tuple(texts)
        self._texts = {self.place(name): text for name, text in texts.items()}

    def text(self, name: str, said_at: Span | None = None) -> Reading:
        unsaved = self._texts.get(self.place(name)) if self.holds(name) else None
        return super().text(name, said_at) if unsaved is None else (unsaved, None)

    def matches(self, pattern: str) -> list[str] | None:
        found = super().matches(pattern)
        if found is None:
            return None
        return sorted({*found, *(name for name in self._names if would_match(name, pattern))})


@frozen(kw_only=False)
class Carried:
    """Some files that were already read, to be sent to a machine without the folder."""

    texts: Mapping[str, Reading]
    outside: frozenset[str]

    @classmethod
    def of(cls, files: Files, read: Iterable[tuple[str, Span | None]], named: Iterable[str]) -> Carried:
        """`read` are names with the places that mention them; `named` are names of which only the
        location matters."""
        wanted = dict(read)
        outside = frozenset(name for name in {*wanted, *named} if not files.holds(name))
        return cls({name: files.text(name, at) for name, at in wanted.items() if name not in outside}, outside)

    def text(self, name: str, said_at: Span | None = None) -> Reading:
        """Moves a finding at the place that mentions the file to this place, because several
        accounts may mention it."""
        text, unreadable = self.texts[name]
        if unreadable is not None and said_at is not None and unreadable.span and unreadable.span.file == said_at.file:
            unreadable = replace(unreadable, span=said_at)
        return text, unreadable

    def holds(self, name: str) -> bool:
        return name not in self.outside


def read_text(path: str | Path, shown: str, *, said_at: Span | None = None) -> Reading:
    """The text of a UTF-8 file of at most 16 MiB, or the finding (CSW001) that says why not.

    `shown` is its path relative to the project. A missing file is reported at the place that
    mentions it (`said_at`).
    """
    data, unreadable = _bytes(path, shown, said_at)
    return (None, unreadable) if data is None else _decoded(data, shown)


def _bytes(path: str | Path, shown: str, said_at: Span | None) -> tuple[bytes | None, Diagnostic | None]:
    try:
        found = _status(path)
        if found is None or not stat.S_ISREG(found.st_mode):
            what = "is a folder, not a file" if found and stat.S_ISDIR(found.st_mode) else "does not exist"
            return None, _unreadable(f"`{shown}` {what}.", CREATE_IT, said_at, shown)
        if found.st_size > MAX_BYTES:
            return None, _unreadable(
                f"`{shown}` is larger than 16 MiB.", "Split it into several files under `include:`.", None, shown
            )
        with open(path, "rb", buffering=0) as stream:
            return stream.readall(), None
    except OSError as error:
        return None, _unreadable(
            f"`{shown}` cannot be read: {error.strerror}.", "Check its permissions.", said_at, shown
        )


def _status(path: str | Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except ValueError:  # a null character
        return None
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise
        return None


def _decoded(data: bytes, shown: str) -> Reading:
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = line_and_column(before, len(before))
        span = Span(shown, line, column, line, column + 1)
        return None, _unreadable(
            f"`{shown}` is not UTF-8: byte 0x{data[error.start]:02x} is out of place.", "Save it as UTF-8.", span, shown
        )


def _unreadable(message: str, hint: str, span: Span | None, shown: str) -> Diagnostic:
    return Diagnostic(
        code="CSW001", severity=Severity.ERROR, message=message, hint=hint, span=span or Span(shown, 1, 1, 1, 1)
    )


def outside(name: str, span: Span) -> Diagnostic:
    """The finding (CSW005) for a path that leaves the project."""
    return Diagnostic(
        code="CSW005",
        severity=Severity.ERROR,
        message=f"`{name}` leads out of the project's folder.",
        hint="Keep every file of the project beside or below csws.yaml.",
        span=span,
    )
