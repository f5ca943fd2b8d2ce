"""A draft → the project's files, or a branch of git. Nothing that somebody else changed meanwhile is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock

from csws.editing.applying import Applied, applied
from csws.editing.conflicts import Conflict, conflicts
from csws.editing.draft import Edit
from csws.editing.layout import layout_of
from csws.editing.project import Texts
from csws.errors import CswsError
from csws.model.frozen import frozen
from csws.workflow.branch import Author, Branch, make_branch
from csws.workflow.saving import changes_of, write_all

_saving = Lock()  # of two windows that save at once, the later one has to see what the earlier one wrote


class Conflicted(CswsError):
    """The files say something else by now than what the draft was made on."""

    slug = "conflict"

    def __init__(self, found: tuple[Conflict, ...]) -> None:
        names = ", ".join(f"`{file}`" for file in dict.fromkeys(item.file for item in found if item.file))
        message = f"{names or 'The project'} was changed since this draft was begun, so nothing was saved."
        super().__init__(message, hint="Choose for each field which value counts, and save again.")
        self.found = found

    def __reduce__(self) -> tuple[object, ...]:
        return Conflicted, (self.found,)


@frozen
class Saved:
    """The files that were written; none where they said all of it already."""

    files: tuple[str, ...]


def save_files(root: Path, edits: Iterable[Edit], base: Mapping[str, str]) -> Saved:
    """Raises Conflicted, and CswsError where an edit is not possible or a file cannot be written; then no file was
    changed."""
    with _saving:
        done = _checked(root, tuple(edits), base)
        return Saved(files=write_all(root, changes_of(root, done.texts.unsaved.items())))


def save_branch(
    root: Path,
    edits: Iterable[Edit],
    base: Mapping[str, str],
    name: str,
    message: str,
    author: Author | None = None,
) -> Branch:
    """A branch from HEAD with the draft's files. Raises as `save_files`, and where git does not make the branch."""
    done = _checked(root, tuple(edits), base)
    texts = {change.file: change.after for change in changes_of(root, done.texts.unsaved.items())}
    if not texts:
        raise CswsError(
            "This draft changes nothing, so there is nothing to save.", hint="Change something first.", code="draft"
        )
    return make_branch(root, name, message, texts, author)


def _checked(root: Path, edits: tuple[Edit, ...], base: Mapping[str, str]) -> Applied:
    saved = layout_of(Texts(root=root))
    done = applied(saved, edits)
    found = conflicts(saved, edits, base, done)
    if found:
        raise Conflicted(found)
    done.check()
    return done
