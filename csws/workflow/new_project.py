"""The files of a new project: how its account is called, and writing them where no project is yet.
Does not know what the files contain."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from csws.errors import CswsError
from csws.load.atomic_write import replace_file
from csws.load.project import FILE_NAME

_NAMELESS = "account"
_NO_KEY = re.compile(r"[^a-z0-9_-]")


def account_name(folder: Path) -> str:
    """The key of the account of a project in this folder: the folder's name as far as a key allows."""
    name = unicodedata.normalize("NFC", Path(os.path.abspath(folder)).name)
    key = _NO_KEY.sub("-", name.lower())
    return key if key[:1].isalpha() else _NAMELESS


def check_is_new(folder: Path, files: Mapping[str, str]) -> None:
    """Raises CswsError if a project is in the folder, or a file with the name of one of these.

    A file that already has exactly the text is fine: a start that was killed left it.
    """
    if _is_there(folder / FILE_NAME):
        raise CswsError(
            f"`{folder / FILE_NAME}` already exists, so nothing was written.",
            hint="Continue with that project, or give an empty or new folder: csws init DIR",
            code="exists",
        )
    for name, text in files.items():
        path = folder / name
        if _is_there(path) and not (path.is_file() and path.read_bytes() == text.encode()):
            raise CswsError(
                f"`{path}` already exists, so nothing was written.",
                hint="Give an empty or new folder: csws init DIR",
                code="exists",
            )


def write_new(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Writes the files, each at once, in this order, and returns them. Raises CswsError if one of
    them cannot be written."""
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _is_there(path):
                replace_file(path, text)
        except OSError as error:
            raise CswsError(
                f"`{path}` cannot be written: {error.strerror}.",
                hint="Check the folder and the free space, then run the command again.",
                code="file",
            ) from error
    return [folder / name for name in files]


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()
