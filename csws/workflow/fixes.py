"""Corrections of findings in the project's files: what each changes, and making those that are certain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from csws.load.files import Buffers, Files, Folder, ProjectFiles
from csws.load.fixing import with_edits
from csws.load.hunks import applied, overlap
from csws.model.diagnostic import Diagnostic
from csws.model.findings import Findings
from csws.model.fix import Fix, TextEdit
from csws.model.frozen import frozen
from csws.workflow.saving import Changed, write_all

_MOST = 500  # findings whose corrections are worked out: each reads its file again
_ROUNDS = 20  # a correction may bring others to light


@frozen
class Made:
    """A correction that is made: of which finding, and its title."""

    found: Diagnostic
    title: str


@frozen
class Fixes:
    """What the certain corrections do, in the order in which they are made."""

    made: tuple[Made, ...]
    changed: tuple[Changed, ...]


def with_fixes(found: Findings, root: Path) -> Findings:
    """The findings with what each of their corrections changes; only for the first of very many."""
    files, items = Folder(root), found.diagnostics
    worked_out = tuple(with_edits(item, files) for item in items[:_MOST])
    return replace(found, diagnostics=(*worked_out, *items[_MOST:]))


def certain_fixes(root: Path, check: Callable[[ProjectFiles], Iterable[Diagnostic]]) -> Fixes:
    """The corrections in which nothing else can have been meant, and the files with them. `check` finds what is
    wrong in given files. Writes nothing."""
    texts: dict[str, str] = {}
    made: list[Made] = []
    for _ in range(_ROUNDS):
        files = Buffers(root, texts)
        edits: list[TextEdit] = []
        for item, fix in _certain(check(files), files):
            if not overlap([*edits, *fix.edits]):
                edits += fix.edits
                made.append(Made(found=item, title=fix.title))
        if not edits:
            break
        texts |= _texts(edits, files)
    return Fixes(made=tuple(made), changed=tuple(_changed(root, texts)))


def write_fixes(root: Path, fixes: Fixes) -> None:
    """Raises CswsError where a file cannot be written, or is not what it was."""
    write_all(root, fixes.changed, hint="Correct it in an editor.")


def _certain(found: Iterable[Diagnostic], files: Files) -> Iterator[tuple[Diagnostic, Fix]]:
    """The only certain correction of each finding, where its file allows it."""
    for item in found:
        sure = tuple(fix for fix in item.fixes if fix.certain)
        if len(sure) == 1:
            yield from ((item, fix) for fix in with_edits(replace(item, fixes=sure), files).fixes)


def _texts(edits: list[TextEdit], files: Files) -> Mapping[str, str]:
    """The text of each file after the edits."""
    out = {}
    for file in dict.fromkeys(edit.span.file for edit in edits):
        text, _ = files.text(file)
        assert text is not None  # the edits are changes of it
        out[file] = applied(text, [edit for edit in edits if edit.span.file == file])
    return out


def _changed(root: Path, texts: Mapping[str, str]) -> Iterator[Changed]:
    files = Folder(root)
    for file, after in texts.items():
        yield Changed(file=file, before=files.text(file)[0] or "", after=after)
