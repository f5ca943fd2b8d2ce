"""Which names lie inside a project's folder, links followed, which of them an include means, and how large a file may be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path, PurePosixPath

MAX_BYTES = 16 * 1024 * 1024
_LONGEST_PATH = 4096  # no file system opens a longer one


class Bounds:
    """The folder of a project."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[str, Path | None] = {}  # thousands of accounts have their files in a few

    def hold(self, name: str) -> bool:
        """Whether the file that `name` means lies inside."""
        return self.place(name) is not None

    def place(self, name: str) -> Path | None:
        """What `inside` says of the name, for many names of few folders."""
        folder, _, last = name.rpartition("/")
        if not last.strip(".") or "\0" in name or os.path.islink(self._root / name):
            return inside(self._root, name)
        if folder not in self._folders:
            self._folders[folder] = inside(self._root, folder)
        found = self._folders[folder]
        return None if found is None else found / last


def inside(root: Path, name: str) -> Path | None:
    """The file that `name` means, following links; None where it lies outside the project folder."""
    if len(name) > _LONGEST_PATH:
        return None
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root.resolve()) else None
    except (OSError, ValueError, RuntimeError):
        return None


def matches(root: Path, pattern: str) -> list[str] | None:
    """The names of the files that an include means, in order; None where it leads out of the folder.

    A file of just that name is meant by it, whatever characters it has. Otherwise `*`, `?` and `[…]` stand for a part of
    one name and `**` for folders at any depth; neither stands for a name that begins with a dot, nor for a link to a
    folder. (The standard library's globs differ in this from one version of Python to the next.)
    """
    parts = PurePosixPath(pattern).parts
    if PurePosixPath(pattern).is_absolute() or (".." in parts and inside(root, pattern) is None):
        return None
    try:
        if (root / pattern).is_file():
            return [PurePosixPath(pattern).as_posix()]
        return sorted(set(_found(root, parts))) if parts else []
    except (ValueError, OSError):
        return []


def _found(root: Path, parts: tuple[str, ...]) -> Iterator[str]:
    """The files whose path has these parts. Each folder is looked at once for what is left of the parts."""
    parts = tuple(part for pair in pairwise(("", *parts)) if pair != ("**", "**") for part in pair[1:])
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
    except OSError:  # no folder, or none that may be read
        return []
