"""The commands that take an adopted project into git. They are shown; csws runs none of them."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from csws.studio.sheets.view import SheetView
from csws.workflow.new_project import ATTRIBUTES, IGNORED
from csws.workflow.repository import repository_of

_PROJECT = "csws.yaml"


def files_to_commit(root: Path, files: tuple[str, ...], view: SheetView) -> tuple[str, ...]:
    """What was written, the catalogue, a record that is text, and what every clone needs."""
    kept = [name for name in (IGNORED, ATTRIBUTES) if (root / name).is_file()]
    return tuple(dict.fromkeys([_PROJECT, *files, *view.to_commit, *kept]))


def commit_commands(root: Path, files: tuple[str, ...], view: SheetView) -> tuple[str, ...]:
    """Whole, in their order, from any folder. `files` were written;"""
    added = files_to_commit(root, files, view)
    message = view.words.plain("adopt.commit_message")
    return (
        f"cd {quote(root.resolve().as_posix())}",
        *(() if repository_of(root) else ("git init",)),
        *(("csws record merge --install",) if view.has_text_record else ()),
        f"git add {' '.join(quote(file) for file in added)}",
        f"git commit -m {quote(message)}",
    )
