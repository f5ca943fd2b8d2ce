"""Which names are inside a project's folder (following links), which of them an include matches,
and the maximum size of a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import pairwise
from pathlib import Path, PurePosixPath

MAX_BYTES = 16 * 1024 * 1024
_LONGEST_PATH = 4096  # no file system accepts a longer name
_ODD = ("", ".", "..")  # parts of a name that are not the name of something in a folder


class Bounds:
    """The folder of a project."""

    def __init__(self, root: Path) -> None:
        self._root, self._text = root, os.fspath(root)
        self._folders: dict[str, Path | None] = {}  # the files of thousands of accounts are in a few folders

    def hold(self, name: str) -> bool:
        """Whether the file called `name` is inside."""
        if self._is_odd(name):
            return inside(self._root, name) is not None
        return self._folder(name.rpartition("/")[0]) is not None

    def place(self, name: str) -> Path | None:
        """The result of `inside`, for many names in few folders."""
        if self._is_odd(name):
            return inside(self._root, name)
        folder, _, last = name.rpartition("/")
        found = self._folder(folder)
        return None if found is None else found / last

    def _is_odd(self, name: str) -> bool:
        """Whether the place of a file is more than its name in the place of its folder."""
        last = name.rpartition("/")[2]
        return not last.strip(".") or _has_odd_sign(name) or os.path.islink(os.path.join(self._text, name))

    def _folder(self, name: str) -> Path | None:
        if name not in self._folders:
            self._folders[name] = inside(self._root, name)
        return self._folders[name]


def _has_odd_sign(name: str) -> bool:
    """No name has a null character. On Windows, the others lead to another folder or drive."""
    return "\0" in name or "\\" in name or ":" in name


@lru_cache(maxsize=4)  # asked for every account; the links inside are looked at each time
def _resolved(root: str) -> Path:
    return Path(root).resolve()


def inside(root: Path, name: str) -> Path | None:
    """The file called `name`, following links; None if it is outside the project folder."""
    if len(name) > _LONGEST_PATH:
        return None
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(_resolved(os.path.abspath(root))) else None
    except (OSError, ValueError, RuntimeError):
        return None


def is_inside(root: Path, name: str) -> bool:
    """Whether `inside` finds the file. Quick where no part of the name is a link, for many accounts."""
    path = os.fspath(root)
    for part in name.split("/"):
        path = f"{path}/{part}"
        if part in _ODD or _has_odd_sign(part) or os.path.islink(path):
            return inside(root, name) is not None
    return len(name) <= _LONGEST_PATH


def matches(root: Path, pattern: str) -> list[str] | None:
    """The names of the files that an include matches, in order; None if it leads out of the folder.

    An include matches a file with exactly its name, whatever characters that contains. Otherwise
    `*`, `?` and `[…]` match within one name, and `**` matches folders at any depth. None of them
    matches a name that begins with a dot, or a link to a folder. (The globs of the standard library
    differ in this between versions of Python.)
    """
    parts = PurePosixPath(pattern).parts
    if PurePosixPath(pattern).is_absolute() or (".." in parts and inside(root, pattern) is None):
        return None
    try:
        if (root / pattern).is_file():
            return [PurePosixPath(pattern).as_posix()]
        return sorted(set(_matching_files(root, parts))) if parts else []
    except (ValueError, OSError):
        return []


def would_match(name: str, pattern: str) -> bool:
    """Whether an include matches a file of this name, wherever links lead."""
    path = PurePosixPath(pattern)
    parts = _collapsed(path.parts)
    parts += ("*",) if parts[-1:] == ("**",) else ()
    at = {0}  # the parts that may come next
    for word in name.split("/"):
        at |= {index + 1 for index in at if parts[index : index + 1] == ("**",)}
        fitting = [index for index in at if index < len(parts) and _means(parts[index], word)]
        at = {index if parts[index] == "**" else index + 1 for index in fitting}
    return len(parts) in at or path.as_posix() == name


def _collapsed(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for pair in pairwise(("", *parts)) if pair != ("**", "**") for part in pair[1:])


def _matching_files(root: Path, parts: tuple[str, ...]) -> Iterator[str]:
    """The files whose path matches these parts. Lists each folder once for the remaining parts."""
    parts = _collapsed(parts)
    waiting = [("", parts)]
    seen = set(waiting)
    while waiting:
        below, (first, *rest) = waiting.pop()
        left = tuple(rest)
        further = [(below, left or ("*",))] if first == "**" else []
        for name in _names(root / below) if _is_pattern(first) else [first]:
            if not _means(first, name):
                continue
            if first == "**":
                further += [] if os.path.islink(root / below / name) else [(f"{below}{name}/", (first, *left))]
            elif left:
                is_followed = not _is_pattern(first) or not os.path.islink(root / below / name)
                further += [(f"{below}{name}/", left)] if is_followed else []
            elif (root / below / name).is_file():
                yield below + name
        waiting += [item for item in further if item not in seen]
        seen.update(further)


def _means(part: str, name: str) -> bool:
    return name.startswith(".") is part.startswith(".") and fnmatchcase(name, part)


def _is_pattern(part: str) -> bool:
    return any(sign in part for sign in "*?[")


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # not a folder, or not readable
        return []
