"""The git repository that a project stands in, if it stands in one."""

from __future__ import annotations

from pathlib import Path


def repository_of(root: Path) -> Path | None:
    """The nearest folder above that git keeps; None where there is none."""
    root = root.resolve()
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)


def folder_in_repository(root: Path) -> str:
    """Where the project stands in its repository, with slashes; "" for its root and where there is no repository."""
    repository = repository_of(root)
    folder = root.resolve().relative_to(repository).as_posix() if repository else "."
    return "" if folder == "." else folder
