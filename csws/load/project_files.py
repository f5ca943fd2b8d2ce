"""Which YAML files belong to a project: csws.yaml, what it includes, its overlays and its tests.
Reads only csws.yaml and the included files, and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from csws.load.bounds import inside, matches
from csws.load.project import FILE_NAME, TESTS, Project

SUFFIXES = (".yaml", ".yml")


def yaml_files(project: Project) -> tuple[str, ...]:
    """Their names, relative to the project's folder, without duplicates. Some may not exist, or
    lead out of the folder."""
    names = [
        FILE_NAME,
        *(file.name for file in project.files),
        *_leading_out(project),
        *_overlays(project),
        *_tests(project),
    ]
    return tuple(name for name in dict.fromkeys(names) if not name.endswith(".json"))


def _leading_out(project: Project) -> Iterator[str]:
    """Links that an include matches and that lead out of the folder. csws does not read them, but
    the caller should know about them."""
    for pattern in project.include:
        names = matches(project.root, pattern) or []
        yield from (name for name in names if inside(project.root, name) is None)


def _overlays(project: Project) -> Iterator[str]:
    for name in project.names:
        overlay = project.accounts[name].at(("overlay",))
        if overlay is not None and isinstance(overlay.value, str):
            yield overlay.value


def _tests(project: Project) -> Iterator[str]:
    """YAML files anywhere below `tests`, except in folders that other tools keep there."""
    for folder, folders, files in os.walk(project.root / TESTS):
        folders[:] = sorted(name for name in folders if name != "node_modules" and not name.startswith("."))
        below = Path(folder).relative_to(project.root).as_posix()
        yield from (f"{below}/{name}" for name in sorted(files) if name.endswith(SUFFIXES) and not name.startswith("."))
