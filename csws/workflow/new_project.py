"""The files of a new project: how its account is called, and writing them where no project is yet.
Does not know what the files contain."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from csws.errors import CswsError
from csws.load.atomic_write import replace_file
from csws.load.project import FILE_NAME
from csws.model.frozen import frozen

IGNORED, ATTRIBUTES = ".gitignore", ".gitattributes"
_GITS = (IGNORED, ATTRIBUTES)  # a repository often has these before the project
_NAMELESS = "account"
_NO_KEY = re.compile(r"[^a-z0-9_-]")


@frozen
class NewProject:
    """The files that were written, and the lines that git's own files lack, which existed before."""

    written: tuple[Path, ...]
    lacking: Mapping[Path, tuple[str, ...]]


def account_name(folder: Path) -> str:
    """The key of the account of a project in this folder: the folder's name, with `-` in place of
    every character that a key cannot have."""
    name = unicodedata.normalize("NFC", Path(os.path.abspath(folder)).name)
    key = _NO_KEY.sub("-", name.lower())
    return key if key[:1].isalpha() else _NAMELESS


def check_is_new(folder: Path, files: Mapping[str, str]) -> None:
    """Raises CswsError if a project is in the folder, or a file with the name of one of these.

    A file that has exactly the text already is fine: a start that was killed left it.
    """
    if _is_there(folder / FILE_NAME):
        raise CswsError(
            f"`{(folder / FILE_NAME).as_posix()}` already exists, so nothing was written.",
            hint="`csws validate` says what that project lacks. Or give a new folder.",
            code="exists",
        )
    for name, text in files.items():
        path = folder / name
        if _is_there(path) and name not in _GITS and _text(path) != text:
            raise CswsError(
                f"`{path.as_posix()}` already exists, so nothing was written.",
                hint="Give an empty or new folder: csws init DIR",
                code="exists",
            )


def write_project(folder: Path, files: Mapping[str, str]) -> NewProject:
    """Writes the files that are not there, each at once and in this order. Raises CswsError if one
    of them cannot be written."""
    missing = {folder / name: text for name, text in files.items() if not _is_there(folder / name)}
    lacking = dict(_lacking(folder, files))
    for path, text in missing.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, text)
        except OSError as error:
            raise CswsError(
                f"`{path.as_posix()}` cannot be written: {error.strerror}.",
                hint="Check the folder and the free space, then run the command again.",
                code="file",
            ) from error
    return NewProject(written=tuple(missing), lacking=lacking)


def _lacking(folder: Path, files: Mapping[str, str]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for name in _GITS:
        path = folder / name
        if name in files and _is_there(path):
            lines = _text(path).splitlines()
            lacks = (line for line in files[name].splitlines() if line not in lines)
            if found := tuple(line for line in lacks if not line.startswith("#")):
                yield path, found


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _text(path: Path) -> str:
    """The text of a file; empty if it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
