"""Which names lie inside a project's folder, links followed, which of them an include means, and how large a file may be.
Imports next to nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

MAX_BYTES = 16 * 1024 * 1024


class Bounds:
    """The folder of a project."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._inside: dict[str, bool] = {}  # of folders: thousands of accounts have their files in a few

    def hold(self, name: str) -> bool:
        """Whether the file that `name` means lies inside."""
        folder, _, last = name.rpartition("/")
        if not last.strip(".") or "\0" in name or os.path.islink(self._root / name):
            return inside(self._root, name) is not None
        if folder not in self._inside:
            self._inside[folder] = inside(self._root, folder) is not None
        return self._inside[folder]


def inside(root: Path, name: str) -> Path | None:
    """The file that `name` means, following links; None where it lies outside the project folder."""
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root.resolve()) else None
    except (OSError, ValueError, RuntimeError):
        return None


def matches(root: Path, pattern: str) -> list[str] | None:
    """The names of the files that an include means, in order; None where it leads out of the folder."""
    if Path(pattern).is_absolute() or (".." in Path(pattern).parts and inside(root, pattern) is None):
        return None
    try:
        return sorted(path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file())
    except (ValueError, IndexError, OSError, NotImplementedError, re.error):
        return []
