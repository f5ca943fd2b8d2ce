"""Runbooks on disk: what a person still has to do for an account, as Markdown and as HTML. Gone when nothing is left."""

from __future__ import annotations

from pathlib import Path

from csws.errors import CswsError
from csws.load.atomic_write import replace_file
from csws.render import RUNBOOK_FORMATS, renderer
from csws.render.runbook.runbook import Runbook
from csws.render.style import Style

FOLDER = ".csws/runbooks"
_SUFFIXES = {"markdown": ".md", "html": ".html"}


def write_runbook(root: Path, book: Runbook) -> str:
    """Writes the runbook of the steps that wait; returns the Markdown's path, relative to the project."""
    folder = root / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form, suffix in _SUFFIXES.items():
            replace_file(folder / f"{book.account}{suffix}", renderer(RUNBOOK_FORMATS, form)(book, Style()))
    except OSError as error:
        raise CswsError(
            f"The runbook cannot be written to `{FOLDER}`: {error.strerror}.",
            hint="Check the folder and the free space; `csws apply --resume` writes it again.",
            code="file",
        ) from error
    return f"{FOLDER}/{book.account}.md"


def runbook_path(root: Path, account: str) -> str | None:
    """The runbook of an account, relative to the project; None where there is none."""
    name = f"{FOLDER}/{account}.md"
    return name if (root / name).is_file() else None


def remove_runbook(root: Path, account: str) -> None:
    """Nothing waits any more: an old runbook would only mislead."""
    for suffix in _SUFFIXES.values():
        (root / FOLDER / f"{account}{suffix}").unlink(missing_ok=True)
