"""Adopting: a filled sheet of what exists in HubSpot becomes record, keys and YAML. It changes no
setting, and no value that the project declares already.

Everything is proved first; then it is recorded in one transaction, and then the files are written.
If it is killed in between, the same command writes the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from csws.errors import CswsError, UsageFault
from csws.kinds import RECORDED, ids_in
from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.diagnostic import Diagnostic, merged
from csws.model.frozen import frozen
from csws.model.settings import Settings
from csws.model.target import Reader, RecordPermit
from csws.render.names import some_names
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.account.refresh import refresh_runbook
from csws.workflow.additions import Addition, Unwritten, write
from csws.workflow.observation.differences import UnmanagedChange, differences
from csws.workflow.observation.observed import observed
from csws.workflow.observation.said import Seen
from csws.workflow.observation.sheet import seen_in_file
from csws.workflow.observation.sheet_file import sheet_text
from csws.workflow.observe import of_another_account, unsaid_notes
from csws.workflow.own_files import check_is_no_part
from csws.workflow.prospect import Prospect, prospect
from csws.workflow.run.per_account import check_has_accounts, usable_catalog


@frozen
class Adopted:
    """What came of an adoption. `adopted` is what csws manages from now on, address → name; `files`
    were written; `revision` is None if nothing differs from what was known at `known`. `changes`
    and `unmanaged` are how the rest of the account differs from that.

    With `findings` nothing was recorded or written. Nor was it if files are `unwritten` and it is
    not `is_recorded`: then their YAML has no place for the blocks."""

    account: str
    adopted: Mapping[Address, str]
    files: tuple[str, ...] = ()
    revision: int | None = None
    known: int = 0
    is_recorded: bool = False
    changes: tuple[Change, ...] = ()
    unmanaged: tuple[UnmanagedChange, ...] = ()
    notes: tuple[str, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    breaks_laws: bool = False


def adopt_sheet(root: Path, patterns: list[str] | None, now: datetime, file: Path, permit: RecordPermit) -> Adopted:
    """Adopts what the sheet in a file describes. Raises UsageFault in a project of several accounts, and for a sheet that
    says nothing."""
    opened, account, catalog = adoptable(root, patterns, now)
    check_is_no_part(opened, account, file)
    text, findings = sheet_text(file)
    seen, wrong = seen_in_file(text, file.as_posix()) if not findings else (Seen(), findings)
    if seen.is_empty and not wrong:
        raise UsageFault(
            f"`{file.as_posix()}` describes nothing.", hint="`csws worksheet FILE` writes a sheet to fill in."
        )
    return _adopt(opened, account, catalog, seen, wrong, permit)


def adopt_text(root: Path, patterns: list[str] | None, now: datetime, text: str, permit: RecordPermit) -> Adopted:
    """The same for the text of a sheet that is in no file. Raises UsageFault in a project of several accounts."""
    opened, account, catalog = adoptable(root, patterns, now)
    return _adopt(opened, account, catalog, *seen_in_file(text, ""), permit)


def prospect_of_text(root: Path, patterns: list[str] | None, now: datetime, text: str) -> Prospect:
    """What `adopt_text` would do. Records and writes nothing."""
    opened, account, catalog = adoptable(root, patterns, now)
    return _foreseen(opened, account, catalog, *seen_in_file(text, ""))


def _adopt(
    opened: Opened, account: CheckedAccount, catalog: Catalog, seen: Seen, wrong: list[Diagnostic], permit: RecordPermit
) -> Adopted:
    first = _foreseen(opened, account, catalog, seen, wrong)
    if first.is_refused:
        return _refused(account, first)
    if first.is_idle:
        return Adopted(account=account.name, adopted={}, notes=unsaid_notes(first.found, first.settings))
    who = replace(permit, operator=permit.operator or account.loaded.entry.operator)
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.recorder(reference, who) as recorder:
        state = recorder.read()
        found = prospect(opened, account, catalog, seen, state, recorder.used_ids)
        if found.is_refused:  # the account has moved meanwhile
            return _refused(account, found)
        revision = recorder.adopt(found.settings, found.adopted.keys())
    refresh_runbook(target, reference, catalog, account.loaded.entry)
    adopted = _adopted(account, found, state.settings, catalog)
    files, unwritten = _written(opened.root, found.changes)
    return replace(adopted, known=state.revision, revision=revision, files=files, unwritten=unwritten)


def _foreseen(
    opened: Opened, account: CheckedAccount, catalog: Catalog, seen: Seen, wrong: list[Diagnostic]
) -> Prospect:
    """What is wrong, and what would be done otherwise. Waits for no lock, and makes no store."""
    wrong = [*wrong, *of_another_account(seen, account.name)]
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        known = reader.read()
        ids = _ids_of(reader) if any(block.gone and block.handle.is_id for block in seen.blocks) else frozenset()
    if wrong:
        found = observed(known.settings, seen, catalog)
        findings = merged([*wrong, *found.findings])
        return Prospect(found=found, settings=known.settings, adopted={}, findings=findings)
    return prospect(opened, account, catalog, seen, known, lambda: ids)


def _ids_of(reader: Reader) -> frozenset[str]:
    """The ids that anything had in any revision."""
    return frozenset(chain.from_iterable(ids_in(item.settings) for item in reader.revisions()))


def adoptable(root: Path, patterns: list[str] | None, now: datetime) -> tuple[Opened, CheckedAccount, Catalog]:
    """The only account of the project. Raises UsageFault where there are several."""
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    if opened.shared:
        names = some_names(tuple(opened.project.names))
        raise UsageFault(
            f"This project has several accounts ({names}), and the YAML that `csws adopt` writes "
            "would apply to all of them.",
            hint="Adopt the account in a project of its own, or use `csws observe` and `csws import`: "
            "`import` writes into the overlay of one account.",
        )
    account = check_account(opened, opened.names[0])
    return opened, account, usable_catalog(account)


def _refused(account: CheckedAccount, found: Prospect) -> Adopted:
    return Adopted(
        account=account.name,
        adopted={},
        findings=merged(found.findings),
        unwritten=found.unwritten,
        breaks_laws=found.breaks_laws,
    )


def _adopted(account: CheckedAccount, found: Prospect, before: Settings, catalog: Catalog) -> Adopted:
    """The answer, which names what is adopted once, and not as something that has changed."""
    changes, unmanaged = differences(before, found.found.settings, catalog)
    keyed = [(kind, thing) for kind in RECORDED for thing in kind.all(found.settings) if thing.key is not None]
    ids = {thing.id for kind, thing in keyed if kind.address(thing) in found.adopted}
    return Adopted(
        account=account.name,
        adopted=found.adopted,
        is_recorded=True,
        changes=tuple(item for item in changes if item.address not in found.adopted),
        unmanaged=tuple(item for item in unmanaged if item.id not in ids),
        notes=unsaid_notes(found.found, before),
    )


def _written(root: Path, changes: tuple[Addition, ...]) -> tuple[tuple[str, ...], tuple[Unwritten, ...]]:
    """Writes every file that can be written; these, and the others."""
    files, unwritten = [], []
    for change in changes:
        try:
            write(root, change)
            files.append(change.file)
        except CswsError as error:
            unwritten.append(Unwritten(file=change.file, why=error, added=change.added))
    return tuple(files), tuple(unwritten)
