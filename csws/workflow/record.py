"""The records of a project that are text: verified, shown, and two versions of one merged. Only a
merge writes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from csws.errors import CswsError, NewerStore
from csws.load.atomic_write import write_file
from csws.model.declaration import AccountEntry
from csws.model.frozen import frozen
from csws.model.record import Dispute, RecordFault, RecordHealth, RecordLine
from csws.model.target import AccountRef
from csws.model.target_traits import parts_of, record_of, traits_of
from csws.model.unknown import Unknown
from csws.targets.file import TARGET, at_rest
from csws.targets.record.checking import compared_with_base, faults_of, readable_lines
from csws.targets.record.merging import Merge, merged, text_of
from csws.targets.record.replay import Record
from csws.workflow.account.check import Opened, check_account, open_checked
from csws.workflow.repository import commit_of, file_at, parting_of
from csws.workflow.run.per_account import check_has_accounts


@frozen
class RecordFile:
    """A record by its path, relative to the project. `account` is whose it should be; None where
    only the file says that. `is_asked` says that somebody named it."""

    path: str
    account: AccountRef | None = None
    is_asked: bool = False


@frozen
class MergedFile:
    """What became of a merge. With disputes the file is as it was."""

    path: str
    added: int = 0
    disputes: tuple[Dispute, ...] = ()


def records_of(root: Path, patterns: list[str] | None, now: datetime, paths: Sequence[str]) -> list[RecordFile]:
    """The records that were named, or all of the accounts asked for."""
    if paths:
        return [RecordFile(path=path, is_asked=True) for path in paths]
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    found = (_record(opened, name) for name in opened.names)
    return [item for item in found if item is not None]


def _record(opened: Opened, name: str) -> RecordFile | None:
    account = check_account(opened, name)
    path, catalog = record_path(account.loaded.entry), account.catalog
    if path is None or catalog is None:
        return RecordFile(path=path) if path else None
    return RecordFile(path=path, account=_reference(opened.root, path, catalog.account_id, name))


def record_path(entry: AccountEntry) -> str | None:
    """The path of an account's record, relative to the project; None where it is not text."""
    kept = record_of(entry.target, entry.store)
    return parts_of(kept)[1] if traits_of(kept).is_text else None


def _reference(root: Path, path: str, account_id: str, name: str) -> AccountRef:
    place = f"file:{path}"
    return AccountRef(id=account_id, name=name, target=place, root=os.fspath(root), store=place)


def verified(root: Path, files: Sequence[RecordFile], base_ref: str | None) -> list[RecordHealth]:
    """Raises UsageFault where git knows no such base."""
    commit = commit_of(root, base_ref)[1] if base_ref is not None else None
    parting = parting_of(root, commit) if commit else None
    return [_health(root, file, commit, parting) for file in files]


def _health(root: Path, file: RecordFile, commit: str | None, parting: str | None) -> RecordHealth:
    data = _content(root, file)
    health = _whole(root, file, data) if data else RecordHealth(path=file.path)
    if commit is None:
        return health
    base = file_at(root, commit, file.path) or b""
    origin = (file_at(root, parting, file.path) or b"") if parting else None
    added, fault = compared_with_base(data, base, origin)
    faults = (*health.faults, fault) if fault and not health.faults else health.faults
    return replace(health, faults=faults, added=added)


def _content(root: Path, file: RecordFile) -> bytes:
    path = root / file.path
    if not path.exists() and not file.is_asked:
        return b""
    return _bytes(path, file.path)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"`{shown}` cannot be read: {error.strerror}."
        raise CswsError(message, hint="Check the path and its permissions.", code="file") from error


def _whole(root: Path, file: RecordFile, data: bytes) -> RecordHealth:
    """The lines and their chain, then what they mean."""
    count = data.count(b"\n")
    try:
        faults = tuple(faults_of(data))
        if faults:
            return RecordHealth(path=file.path, lines=count, faults=faults)
        record = _read(data, file.path)
        identity, name = record.account or ("", "")
        reference = file.account or _reference(root, file.path, identity, name)
        with TARGET.reader(reference) as reader:
            reader.revisions()
            revision = reader.read().revision
        lines = len(record.lines)
        return RecordHealth(path=file.path, account=name, lines=lines, revision=revision)
    except Unknown as error:
        failure: CswsError = _newer(file.path, error)
    except CswsError as error:
        failure = error
    fault = RecordFault(line=None, what=failure.message, hint=failure.hint)
    return RecordHealth(path=file.path, lines=count, faults=(fault,))


def _read(data: bytes, shown: str) -> Record:
    """Raises RecordBroken and NewerStore."""
    record = Record(shown)
    try:
        record.read_on(data)
    except Unknown as error:
        raise _newer(shown, error) from error
    return record


def _newer(shown: str, error: Unknown) -> NewerStore:
    return NewerStore(
        f"`{shown}` was written by a newer csws: {error}.",
        hint="Update csws. The record was not changed.",
    )


def shown(root: Path, file: RecordFile) -> list[RecordLine]:
    """The lines of a record, as far as they can be read. Raises NewerStore for a format of a newer
    csws."""
    data = _content(root, file)
    try:
        return list(readable_lines(data))
    except Unknown as error:
        raise _newer(file.path, error) from error


def merge_files(root: Path, ours: Path, theirs: Path, name: str) -> MergedFile:
    """Writes the joined record over `ours`, unless nothing is added. `name` is what messages call
    it."""
    with at_rest(_reference(root, ours.as_posix(), "", "")):
        before = _bytes(ours, name)
        mine, their = _read(before, name), _read(_bytes(theirs, theirs.as_posix()), theirs.as_posix())
        result = _merged(mine, their)
        if result.added:
            _replace(ours, name, before, text_of(result.lines))
    return MergedFile(path=name, added=result.added, disputes=result.disputes)


def _merged(ours: Record, theirs: Record) -> Merge:
    for record in (ours, theirs):
        try:
            record.check_known()
        except Unknown as error:
            raise _newer(record.where, error) from error
    return merged(ours, theirs)


def _replace(path: Path, shown: str, before: bytes, text: bytes) -> None:
    if _bytes(path, shown) != before:
        what = "was changed by something else while csws was merging, so it was not written"
        message = f"`{shown}` {what}."
        raise CswsError(message, hint="Run the command again.", code="file")
    try:
        write_file(path, (text.decode(),))
    except OSError as error:
        message = f"`{shown}` cannot be written: {error.strerror}. It is unchanged."
        raise CswsError(message, hint="Check its permissions and the disk.", code="file") from error
