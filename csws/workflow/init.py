"""Starting a project that works without a HubSpot account: the files of csws/starter, with the name
of its account."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from csws.load.project import FILE_NAME
from csws.model.scalar_text import scalar_text
from csws.workflow.new_project import IGNORED, NewProject, account_name, check_is_new, write_project

_STARTER = resources.files("csws") / "starter"
_ACCOUNT = "acme"  # what the account is called in the starter
# The account's name, but not in the addresses of its people; with a colon if it is the key.
_IN_TEXT = re.compile(rf"(?m)(?<!@)\b{_ACCOUNT}\b(:$)?")


def start_project(folder: Path) -> NewProject:
    """Writes the starter project. Its account gets the name of the folder.

    Raises CswsError if a project or one of its files is there already. csws.yaml comes last: until
    it is there, the command can be repeated.
    """
    name = account_name(folder)
    found = _files(_STARTER, Path()).items()
    files = {_named(path.as_posix(), name): _named(text, name) for path, text in found}
    files[IGNORED] = ignored()
    files[FILE_NAME] = files.pop(FILE_NAME)
    check_is_new(folder, files)
    return write_project(folder, files)


def ignored() -> str:
    """The text of .gitignore. Git would read a file of that name in csws/starter."""
    return (_STARTER / "gitignore").read_text(encoding="utf-8")


def _named(text: str, name: str) -> str:
    return _IN_TEXT.sub(lambda found: f"{scalar_text(name)}:" if found[1] else name, text)


def _files(folder: Traversable, below: Path) -> dict[Path, str]:
    out: dict[Path, str] = {}
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            out |= _files(item, below / item.name)
        elif item.name != "gitignore":
            out[below / item.name] = item.read_text(encoding="utf-8")
    return out
