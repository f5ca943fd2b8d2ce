"""Formatting: the YAML files of a project in canonical form, and no other file."""

from __future__ import annotations

from pathlib import Path

from csws.errors import Bug, ConfigInvalid, CswsError
from csws.load.atomic_write import rewrite
from csws.load.bounds import inside
from csws.load.canonical import canonical_text
from csws.load.files import read_text
from csws.load.project import open_project
from csws.load.project_files import yaml_files
from csws.model.frozen import frozen


@frozen
class Formatted:
    """Files by name: `changed` change (or would), `left` were asked for and are not the project's, with why. `failed` says
    of each file that cannot be formatted which one it is, and why. `looked_at` counts the project's files asked for."""

    looked_at: int
    changed: tuple[str, ...]
    failed: tuple[CswsError, ...]
    left: tuple[tuple[str, str], ...]


@frozen
class _File:
    """A file by its name in the project, and where it lies once links are followed."""

    path: Path
    real: Path

    def meant_by(self) -> set[Path]:
        """The paths that mean it: itself, and the folders that it, or a link to it, lies below."""
        places = (self.real, self.path.parent.resolve() / self.path.name)
        return {path for place in places for path in (place, *place.parents)}


def format_files(root: Path, paths: tuple[Path, ...], *, write: bool) -> Formatted:
    """Formats the YAML files of the project at `root`, or those of them that the paths mean. Continues after a file
    that cannot be formatted. Raises ConfigInvalid if there is no readable project."""
    files, left = _files(root)
    missing: list[CswsError] = []
    if paths:
        missing = [_missing(path) for path in paths if not path.exists()]
        files, left = _chosen(files, [path for path in paths if path.exists()])
    changed, failed = _all_formatted(files, write=write)
    return Formatted(looked_at=len(files), changed=tuple(changed), failed=(*missing, *failed), left=tuple(left))


def _files(root: Path) -> tuple[list[_File], list[tuple[str, str]]]:
    """The project's files, each once, and those of its names that lead out of its folder."""
    project = open_project(root)
    if not project.files:
        first = project.findings[0]
        at = f"{first.span.file}:{first.span.line}:{first.span.column}: " if first.span else ""
        raise ConfigInvalid(at + first.message, hint=first.hint, code=first.code)
    files: dict[Path, _File] = {}
    left: list[tuple[str, str]] = []
    for name in yaml_files(project):
        real = inside(root, name)
        if real is None:
            left.append(((root / name).as_posix(), "leads out of the project's folder"))
        elif real.exists():
            files.setdefault(real, _File(path=root / name, real=real))
    return list(files.values()), left


def _chosen(files: list[_File], paths: list[Path]) -> tuple[list[_File], list[tuple[str, str]]]:
    """The files that the paths mean, and the paths that mean none of them."""
    asked = {path: path.resolve() for path in paths}
    meant = [(item, item.meant_by() & set(asked.values())) for item in files]
    used = {path for _, by in meant for path in by}
    left = [
        (path.as_posix(), f"{'contains no' if path.is_dir() else 'is not a'} YAML file of this project")
        for path, real in asked.items()
        if real not in used
    ]
    return [item for item, by in meant if by], left


def _missing(path: Path) -> CswsError:
    return CswsError(
        f"`{path.as_posix()}` does not exist.",
        hint="Check the path; it is relative to the current folder.",
        code="file",
    )


def _all_formatted(files: list[_File], *, write: bool) -> tuple[list[str], list[CswsError]]:
    changed: list[str] = []
    failed: list[CswsError] = []
    for item in files:
        try:
            if _formatted(item, write=write):
                changed.append(item.path.as_posix())
        except CswsError as error:
            failed.append(error)
        except Exception as error:  # whatever is wrong with one file, the others are formatted
            message = (
                f"This is a bug in csws ({type(error).__name__}: {error}); `{item.path.as_posix()}` was left unchanged."
            )
            failed.append(Bug(message, hint="Please report it with the file."))
    return changed, failed


def _formatted(item: _File, *, write: bool) -> bool:
    name = item.path.as_posix()
    text, unreadable = read_text(item.path, name)
    if text is None:
        message = unreadable.message if unreadable else f"`{name}` cannot be read."
        raise CswsError(message, hint=unreadable.hint if unreadable else None, code="file")
    canonical = canonical_text(text, name)
    if canonical == text:
        return False
    if write:
        rewrite(item.real, name, canonical, before=text)
    return True
