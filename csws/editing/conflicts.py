"""What somebody else changed in the files of a project since a draft was begun: field by field, and only where both
changed the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from csws.editing.applying import Applied, file_of, own_value
from csws.editing.draft import UNSEEN, Edit
from csws.editing.layout import Layout
from csws.model.frozen import frozen
from csws.model.place import Span

GONE = "gone"


@frozen
class Conflict:
    """A place that a file has another value at than when the draft was made. None stands for nothing said."""

    edit: Edit
    file: str
    before: Any
    yours: Any
    theirs: Any

    def document(self) -> dict[str, Any]:
        account = {"account": self.edit.account} if self.edit.account is not None else {}
        return {
            **account,
            "address": self.edit.address,
            "path": self.edit.path,
            "file": self.file,
            "before": self.before,
            "yours": self.yours,
            "theirs": self.theirs,
        }


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def digests(saved: Layout) -> dict[str, str]:
    """Every file with settings as it is saved, with its digest. A file that cannot be read has none."""
    files = saved.texts.files()
    out = {}
    for file in saved.files:
        text, _ = files.text(file, Span(file, 1, 1, 1, 1)) if files.holds(file) else (None, None)
        if text is not None:
            out[file] = digest(text.encode())
    return out


def moved(base: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The files that are not what they were; new ones too."""
    return tuple(file for file in dict.fromkeys([*base, *now]) if base.get(file) != now.get(file))


def conflicts(now: Layout, edits: tuple[Edit, ...], base: Mapping[str, str], done: Applied) -> tuple[Conflict, ...]:
    """Where the saved files say something else by now than what the edits were made on, and than what they say."""
    changed = moved(base, digests(now))
    if not changed:
        return ()
    gone = {edit.target for edit, error in done.impossible if error.code == GONE}
    last = {edit.target: edit for edit in edits}
    found = (_conflict(now, done, edit, changed, is_gone=edit.target in gone) for edit in last.values())
    return tuple(item for item in found if item is not None)


def _conflict(now: Layout, done: Applied, edit: Edit, changed: tuple[str, ...], *, is_gone: bool) -> Conflict | None:
    file = file_of(now, edit) or file_of(done.layout, edit) or ""
    if file and file not in changed and not is_gone:
        return None
    theirs, yours = own_value(now, edit), None if is_gone else own_value(done.layout, edit)
    before = None if edit.before is UNSEEN else edit.before
    is_known = edit.before is not UNSEEN and _same(before, theirs)
    if not is_gone and (is_known or _same(theirs, yours)):
        return None
    wanted = edit.value if is_gone else yours
    return Conflict(edit=edit, file=file, before=before, yours=wanted, theirs=theirs)


def seen(saved: Layout, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits, each with what the files had before it where nobody has noted that."""
    return tuple(replace(edit, before=own_value(saved, edit)) if edit.before is UNSEEN else edit for edit in edits)


def effective(saved: Layout, done: Applied, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that change something in the saved files."""
    last = {edit.target: edit for edit in edits}
    return tuple(edit for edit in last.values() if not _same(own_value(saved, edit), own_value(done.layout, edit)))


def _same(one: Any, two: Any) -> bool:
    return repr(one) == repr(two)
