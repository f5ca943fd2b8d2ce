"""Writing several files of a project together: every one, or as far as possible none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from csws.errors import CswsError
from csws.load.atomic_write import rewrite
from csws.load.files import read_text
from csws.model.frozen import frozen
from csws.workflow.own_files import own_file

_HINT = "Make the change in an editor, or save the draft as a branch."


@frozen
class Changed:
    """A file with its text before and after."""

    file: str
    before: str
    after: str


def changes_of(root: Path, texts: Iterable[tuple[str, str]]) -> tuple[Changed, ...]:
    """The files that would be other than they are on the disk. Raises CswsError for one that is there and cannot be
    read."""
    known = ((file, _before(root, file), after) for file, after in texts)
    return tuple(Changed(file=file, before=before, after=after) for file, before, after in known if before != after)


def write_all(root: Path, changes: Sequence[Changed], hint: str = _HINT) -> tuple[str, ...]:
    """Writes the files, each of them whole at any moment. Where one of them cannot be written, those before it get
    their old texts back. Raises CswsError."""
    paths = [own_file(root, change.file, hint=hint) for change in changes]
    for path, change in zip(paths, changes, strict=True):
        _check_writable(path, change, hint)
    done: list[tuple[Path, Changed]] = []
    for path, change in zip(paths, changes, strict=True):
        new = not path.exists()
        try:
            rewrite(path, change.file, change.after, before=change.before)
        except CswsError:
            _take_back(done)
            raise
        done.append((path, Changed(file=change.file, before="" if new else change.before, after=change.after)))
    return tuple(change.file for change in changes)


def _before(root: Path, file: str) -> str:
    path = own_file(root, file, hint=_HINT)
    if not os.path.lexists(path):
        return ""
    text, unreadable = read_text(path, file)
    if text is None:
        raise CswsError(unreadable.message if unreadable else file, hint=unreadable.hint if unreadable else _HINT)
    return text


def _check_writable(path: Path, change: Changed, hint: str) -> None:
    """Raises CswsError before anything is written, for what can be known then."""
    if path.exists() and not os.access(path, os.W_OK):
        raise CswsError(f"`{change.file}` is read-only, so nothing was saved.", hint=hint, code="file")
    if not path.exists() and change.before:
        raise CswsError(f"`{change.file}` is no longer there, so nothing was saved.", hint=hint, code="file")
    nearest = next(folder for folder in path.parents if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        shown = Path(change.file).parent.as_posix()
        message = f"csws may not write in the folder `{shown}`, so nothing was saved."
        raise CswsError(message, hint=hint, code="file")


def _take_back(done: Sequence[tuple[Path, Changed]]) -> None:
    """As far as that is possible: what went wrong before matters more."""
    for path, change in reversed(done):
        with suppress(CswsError, OSError):
            if change.before:
                rewrite(path, change.file, change.before, before=change.after)
            else:
                path.unlink()
