"""The files of a project that csws itself reads or keeps: no sheet may be one of them, or take the place of one."""

from __future__ import annotations

from pathlib import Path

from csws.errors import CswsError, UsageFault
from csws.load.bounds import inside, matches
from csws.load.project import FILE_NAME
from csws.model.target_traits import file_of
from csws.workflow.account.check import CheckedAccount, Opened


def check_is_no_part(opened: Opened, account: CheckedAccount, file: Path) -> None:
    """Raises UsageFault for a file of the project, under any name."""
    if file.resolve() in [inside(opened.root, name) for name in _names(opened, account)]:
        message = f"`{file.as_posix()}` is a file of the project, not a sheet."
        raise UsageFault(message, hint="Use another file, which no `include` matches.")


def own_file(root: Path, name: str, *, hint: str) -> Path:
    """The file of the project that is called `name`. Raises CswsError, with the hint, where that leads out of its folder."""
    path = inside(root, name)
    if path is None:
        raise CswsError(f"`{name}` leads out of the project's folder.", hint=hint, code="outside")
    return path


def _names(opened: Opened, account: CheckedAccount) -> list[str]:
    entry = account.loaded.entry
    included = [name for pattern in opened.project.include for name in matches(opened.root, pattern) or ()]
    kept = [file_of(place) for place in (entry.target, entry.store) if place]
    return [FILE_NAME, *included, entry.catalog, *filter(None, (entry.overlay, *kept))]
