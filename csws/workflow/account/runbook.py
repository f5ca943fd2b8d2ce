"""Runbooks on disk: what a person still has to do for an account, as Markdown and as HTML. Gone when nothing is left."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from csws.errors import CswsError
from csws.load.atomic_write import replace_file
from csws.model.catalog import Catalog
from csws.model.plan import AccountPlan
from csws.model.settings import Objects
from csws.render import RUNBOOK_FORMATS, renderer
from csws.render.runbook.runbook import runbook
from csws.render.style import Style

FOLDER = ".csws/runbooks"
_SUFFIXES = {"markdown": ".md", "html": ".html"}


def write_runbook(
    root: Path, plan: AccountPlan, waiting: Iterable[int], catalog: Catalog, objects: Objects, language: str
) -> str:
    """Writes the runbook of the steps that wait; returns the Markdown's path, relative to the project."""
    book = runbook(plan, waiting, catalog, objects, language)
    folder = root / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form, suffix in _SUFFIXES.items():
            replace_file(folder / f"{plan.account}{suffix}", renderer(RUNBOOK_FORMATS, form)(book, Style()))
    except OSError as error:
        raise CswsError(
            f"The runbook cannot be written to `{FOLDER}`: {error.strerror}.",
            hint="Check the folder and the free space; `csws apply --resume` writes it again.",
            code="file",
        ) from error
    return f"{FOLDER}/{plan.account}.md"


def remove_runbook(root: Path, account: str) -> None:
    """Nothing waits any more: an old runbook would only mislead. Raises CswsError where it cannot
    be removed."""
    for suffix in _SUFFIXES.values():
        name = f"{FOLDER}/{account}{suffix}"
        try:
            (root / name).unlink()
        except OSError as error:  # on a read-only file system also of a file that is missing
            if (root / name).exists():
                raise CswsError(
                    f"The old runbook `{name}` cannot be removed: {error.strerror}.",
                    hint="Delete it; none of its steps waits any more.",
                    code="file",
                ) from error
