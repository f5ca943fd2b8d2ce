"""Formatting: the YAML files of a project in canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from csws.errors import ConfigInvalid, CswsError
from csws.load.account import load_account
from csws.load.canonical import canonical_text
from csws.load.files import read_text
from csws.load.project import open_project
from csws.load.replacing import replace_file

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """Files by name: those that change (or would), and those that cannot be formatted, with why."""

    changed: tuple[str, ...]
    failed: tuple[tuple[str, CswsError], ...]


def format_files(root: Path, paths: tuple[Path, ...], *, write: bool) -> Formatted:
    """Formats the files named, folders with all their YAML; without any, the files of the project at `root`."""
    changed: list[str] = []
    failed: list[tuple[str, CswsError]] = []
    for path in _files(root, paths):
        try:
            if _formatted(path, write=write):
                changed.append(str(path))
        except CswsError as error:
            failed.append((str(path), error))
    return Formatted(changed=tuple(changed), failed=tuple(failed))


def _files(root: Path, paths: tuple[Path, ...]) -> list[Path]:
    if not paths:
        return _of_project(root)
    out: list[Path] = []
    for path in paths:
        found = sorted(item for item in path.rglob("*") if item.suffix in _SUFFIXES) if path.is_dir() else [path]
        out += [item for item in found if item not in out]
    return out


def _of_project(root: Path) -> list[Path]:
    project = open_project(root)
    accounts = [load_account(project, name) for name in project.names]
    findings = [*project.findings, *(found for account in accounts for found in account.findings)]
    unread = [item.span.file for item in findings if item.code in ("CSW001", "CSW002") and item.span]
    names = [*(file.name for file in project.files), *(name for name in unread if name.endswith(_SUFFIXES))]
    names += [account.overlay.name for account in accounts if account.overlay]
    if not names:
        first = next(iter(findings), None)
        raise ConfigInvalid(first.message if first else "There is no project here.", hint=first.hint if first else None)
    return [root / name for name in dict.fromkeys(names)]


def _formatted(path: Path, *, write: bool) -> bool:
    text, unreadable = read_text(path, str(path))
    if text is None:
        message = unreadable.message if unreadable else f"`{path}` cannot be read."
        raise CswsError(message, hint=unreadable.hint if unreadable else None, code="file")
    canonical = canonical_text(text, str(path))
    if canonical == text:
        return False
    if write:
        replace_file(path, canonical)
    return True
