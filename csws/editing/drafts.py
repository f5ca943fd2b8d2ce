"""The drafts of a project: a file each, `.csws/drafts/ID.json`. A draft survives whatever ends the program."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from stat import S_ISREG
from threading import Lock

from csws.editing.draft import Draft, Edit, draft_document, draft_from
from csws.editing.plain_json import plain_json
from csws.errors import CswsError
from csws.load.atomic_write import replace_file

FOLDER = ".csws/drafts"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_LARGEST = 4 * 1024 * 1024
_MOST = 200
_writing = Lock()  # one studio has a project; its requests come in threads


class DraftMoved(CswsError):
    """Somebody else, such as another window, has changed the draft."""

    slug = "draft_moved"


def read_draft(root: Path, identity: str) -> Draft | None:
    """The draft; None where there is none. Raises CswsError for a file that is no draft, or one of a newer csws."""
    path = _path(root, identity)
    try:
        about = path.stat()
        if about.st_size > _LARGEST:
            raise _unreadable(identity, "it is too large")
        if not S_ISREG(about.st_mode):
            raise _unreadable(identity, "it is not a file")
        return draft_from(plain_json(path.read_bytes()), identity=identity)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(identity, str(error.strerror)) from error
    except ValueError as error:
        raise _unreadable(identity, "it is not JSON") from error
    except CswsError as error:
        if error.code != "draft":
            raise
        why = error.message.removesuffix(".")
        raise _unreadable(identity, why[0].lower() + why[1:]) from error


def write_draft(root: Path, draft: Draft) -> Draft:
    """Stores a draft whose number is that of the stored one, and returns it with the next number. Raises DraftMoved where
    the stored one has another number, and CswsError where it cannot be stored."""
    with _writing:
        known = read_draft(root, draft.id)
        if (known.number if known is not None else 0) != draft.number:
            message = "This draft was changed in another window meanwhile, so nothing was stored."
            raise DraftMoved(message, hint="Load the draft again, and repeat the change.")
        return _stored(root, draft)


def end_draft(root: Path, identity: str, saved: Iterable[Edit], left: Callable[[tuple[Edit, ...]], Draft]) -> None:
    """Ends a draft whose edits were saved. Of what another window has changed meanwhile, `left` makes the draft that
    stays."""
    kept = [_said(edit) for edit in saved]
    with _writing:
        known = read_draft(root, identity)
        edits = tuple(edit for edit in known.edits if _said(edit) not in kept) if known is not None else ()
        if known is not None and edits:
            _stored(root, replace(left(edits), id=identity, number=known.number))
        elif known is not None:
            _path(root, identity).unlink(missing_ok=True)


def _said(edit: Edit) -> object:
    return edit.target, edit.removes, repr(edit.value)


def _stored(root: Path, draft: Draft) -> Draft:
    stored = replace(draft, number=draft.number + 1)
    text = json.dumps(draft_document(stored), ensure_ascii=False, indent=1) + "\n"
    if len(text.encode("utf-8", "surrogatepass")) > _LARGEST:
        raise CswsError("The draft is larger than 4 MiB.", hint="Save it, and begin another one.", code="draft")
    _store(_path(root, draft.id), text)
    return stored


def delete_draft(root: Path, identity: str) -> bool:
    """Whether there was one. Raises CswsError where it cannot be deleted, and for one of a newer csws, which is kept."""
    path = _path(root, identity)
    with _writing:
        try:
            read_draft(root, identity)
        except CswsError as error:
            if error.code == "newer_draft":
                raise
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unwritable(path, error) from error
    return True


def _store(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() and len(os.listdir(path.parent)) >= _MOST:
            message = f"There are {_MOST} drafts already."
            raise CswsError(message, hint=f"Delete those in {FOLDER} that are no longer needed.", code="draft")
        replace_file(path, text)
    except (OSError, UnicodeError) as error:
        raise _unwritable(path, error) from error


def _path(root: Path, identity: str) -> Path:
    if not _ID.match(identity):
        hint = "An id has at most 64 lower-case letters, digits and `-`."
        raise CswsError(f"`{identity}` cannot be the id of a draft.", hint=hint, code="draft")
    return root / FOLDER / f"{identity}.json"


def _unreadable(identity: str, why: str) -> CswsError:
    hint = "It was left as it is. Move it away to begin another one."
    return CswsError(f"The draft {FOLDER}/{identity}.json cannot be read: {why}.", hint=hint, code="unreadable_draft")


def _unwritable(path: Path, error: Exception) -> CswsError:
    why = getattr(error, "strerror", None) or "its text is not Unicode"
    hint = "Check the permissions of .csws and the disk. What you typed is not stored."
    return CswsError(f"The draft {FOLDER}/{path.name} cannot be stored: {why}.", hint=hint, code="file")
