"""Whether what an answer was made from is what it was: one digest over every file, folder and embedded account.

Refuses what it cannot be sure of: links, files of unusual size or kind, and a database with a transaction under way.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from stat import S_ISREG

from csws.model.sources import Sources

MAX_BYTES = 16 * 1024 * 1024
MAX_FOLDERS = 200  # below an include with `**`
_UNDER_WAY = ("-journal", "-wal", "-shm")  # what SQLite keeps beside a database that is not at rest
_ABSENT = b"absent"
# No link is followed, and a pipe is not waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Unsure(Exception):
    """Something may not be what it was."""


def digest_of(sources: Sources, before: float | None = None) -> str | None:
    """One digest over the names and bytes of everything; None where it cannot be told.

    With `before` (seconds since 1970) everything must have been left alone from then on: an answer that is just being
    kept was made from the bytes that are there now.
    """
    try:
        whole = blake2b(digest_size=32)
        for part in _parts(sources, _Looking(sources.root, before)):
            whole.update(len(part).to_bytes(8, "big"))
            whole.update(part)
        return whole.hexdigest()
    except (Unsure, OSError, ValueError):
        return None


def _parts(sources: Sources, looking: _Looking) -> Iterator[bytes]:
    yield looking.root.encode("utf-8", "surrogateescape")
    for name in sources.files:
        yield name.encode("utf-8", "surrogateescape")
        yield looking.file(name)
    for pattern in sources.patterns:
        yield ascii((pattern, looking.folders(pattern))).encode()
    for name in sources.stores:
        yield name.encode("utf-8", "surrogateescape")
        yield looking.store(name)


class _Looking:
    """One look at a project's folder."""

    def __init__(self, root: str, before: float | None) -> None:
        self.root = os.path.realpath(root)
        self._before = before
        self._places: set[str] = set()

    def file(self, name: str) -> bytes:
        path = os.path.join(self.root, name)
        self._check_place(os.path.dirname(path))
        handle = os.open(path, _FLAGS)
        try:
            about = os.fstat(handle)
            self._check(about, file=True)
            data = os.read(handle, about.st_size + 1)
        finally:
            os.close(handle)
        if len(data) != about.st_size:  # it is just being written
            raise Unsure
        return blake2b(data, digest_size=32).digest()

    def store(self, name: str) -> bytes:
        """The file of an embedded account, which may not be there yet."""
        path = os.path.join(self.root, name)
        if any(os.path.lexists(path + ending) for ending in _UNDER_WAY):
            raise Unsure
        if os.path.lexists(path):
            return self.file(name)
        place = os.path.dirname(path)
        while not os.path.lexists(place):
            place = os.path.dirname(place)
        self._check_place(place)
        return _ABSENT

    def folders(self, pattern: str) -> list[tuple[str, list[tuple[str, bool]]]]:
        """What stands in every folder that an include looks into."""
        parts = pattern.split("/")
        if os.path.isabs(pattern) or ".." in parts or "\\" in pattern:
            raise Unsure
        wild = next((at for at, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts) - 1)
        deep = wild < len(parts) - 1 or parts[wild] == "**"
        return list(self._listed("/".join(parts[:wild]), deep=deep))

    def _listed(self, name: str, *, deep: bool) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
        waiting, seen = [name], 0
        while waiting:
            name, seen = waiting.pop(), seen + 1
            path = os.path.join(self.root, name)
            self._check_place(path.rstrip("/"))
            with os.scandir(path) as entries:
                found = sorted((entry.name, entry.is_dir(), entry.is_symlink()) for entry in entries)
            if any(link for *_, link in found) or seen > MAX_FOLDERS:
                raise Unsure
            yield name, [(entry, folder) for entry, folder, _ in found]
            waiting += [os.path.join(name, entry) for entry, folder, _ in found if deep and folder]

    def _check_place(self, path: str) -> None:
        """A folder is where its name says, through no link."""
        if path not in self._places:
            if os.path.realpath(path) != path:
                raise Unsure
            self._check(os.stat(path), file=False)
            self._places.add(path)

    def _check(self, about: os.stat_result, *, file: bool) -> None:
        if file and (not S_ISREG(about.st_mode) or about.st_size > MAX_BYTES):
            raise Unsure
        if self._before is not None and max(about.st_ctime, about.st_mtime) >= self._before:
            raise Unsure
