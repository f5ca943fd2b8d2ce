"""Starting a project that works without a HubSpot account: the files of csws/starter, with the name
of its account."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from csws.load.project import FILE_NAME
from csws.model.scalar_text import scalar_text
from csws.workflow.new_project import account_name, check_is_new, write_new

_NAMES = {"gitignore": ".gitignore"}
_ACCOUNT = "acme"  # what the account is called in the starter
# The account's name, but not in the addresses of its people; with a colon if it is the key.
_IN_TEXT = re.compile(rf"(?m)(?<!@)\b{_ACCOUNT}\b(:$)?")


def start_project(folder: Path) -> list[Path]:
    """Writes the starter project and returns its files. The account gets the name of the folder.

    Raises CswsError if a project or one of its files is there already. csws.yaml comes last: until
    it is there, the command can be repeated.
    """
    name = account_name(folder)
    found = _starter(resources.files("csws") / "starter", Path())
    files = {_named(str(path), name): _named(text, name) for path, text in found.items()}
    files[FILE_NAME] = files.pop(FILE_NAME)
    check_is_new(folder, files)
    return sorted(write_new(folder, files))


def _named(text: str, name: str) -> str:
    return _IN_TEXT.sub(lambda found: f"{scalar_text(name)}:" if found[1] else name, text)


def _starter(folder: Traversable, below: Path) -> dict[Path, str]:
    out: dict[Path, str] = {}
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        here = below / _NAMES.get(item.name, item.name)
        out |= _starter(item, here) if item.is_dir() else {here: item.read_text(encoding="utf-8")}
    return out
