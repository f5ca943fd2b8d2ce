"""Starting a project: the files of csws/starter, written where no project is yet."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from csws.errors import CswsError

_NAMES = {"gitignore": ".gitignore"}


def start_project(folder: Path) -> list[Path]:
    """Writes the starter project and returns its files. Raises CswsError where any of them is there already."""
    files = {folder / name: source for name, source in _starter(resources.files("csws") / "starter", Path())}
    standing = sorted(path for path in files if path.exists() or path.is_symlink())
    if standing:
        raise CswsError(
            f"`{standing[0]}` already exists, so nothing was written.",
            hint="Give an empty or new folder: csws init DIR",
            code="exists",
        )
    for path, source in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(source.read_bytes())
    return sorted(files)


def _starter(folder: Traversable, below: Path) -> list[tuple[Path, Traversable]]:
    out: list[tuple[Path, Traversable]] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        here = below / _NAMES.get(item.name, item.name)
        out += _starter(item, here) if item.is_dir() else [(here, item)]
    return out
