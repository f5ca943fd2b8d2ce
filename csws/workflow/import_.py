"""Importing: unmanaged workspaces get a key, a block of YAML and a binding. It changes no setting.

It writes the YAML first and then records the binding: if it is killed in between, the next plan is refused (CSW603), never
wrong, and the same import continues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import CswsError, UsageFault
from csws.kinds import workspaces
from csws.model.address import KEY
from csws.model.catalog import ID_PREFIX
from csws.model.frozen import frozen
from csws.model.names import normal_name
from csws.model.settings import PRIMARY, Settings, Workspace
from csws.model.target import RecordPermit
from csws.state.references import named
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.account.refresh import refresh_runbook
from csws.workflow.additions import Block, Blocks, addition, by_file, home_of, write
from csws.workflow.export import item_data
from csws.workflow.run.per_account import usable_catalog


@frozen
class Imported:
    """What an import did: key → the name it was bound to, the files written, and the new revision."""

    names: Mapping[str, str]
    files: tuple[str, ...]
    revision: int


def wanted_keys(pairs: tuple[str, ...]) -> dict[str, str]:
    """KEY=NAME pairs as key → name. Raises UsageFault for a pair that is none."""
    out: dict[str, str] = {}
    for pair in pairs:
        key, equals, name = pair.partition("=")
        if key in out:
            raise UsageFault(f"The key `{key}` is given twice.", hint="Give each workspace a key of its own.")
        if not equals or not KEY.match(key) or not name or key == PRIMARY:
            hint = "Use a lower-case key, e.g. emea='EMEA team' or emea=id:178588; `primary` is always managed."
            raise UsageFault(f"`{pair}` is not KEY=NAME.", hint=hint)
        out[key] = name
    return out


def import_workspaces(
    root: Path, patterns: list[str] | None, now: datetime, wanted: Mapping[str, str], permit: RecordPermit
) -> Imported:
    """Writes and binds the workspaces of one account. Raises UsageFault where several accounts are meant."""
    opened = open_checked(root, patterns, now)
    if len(opened.names) != 1:
        names = ", ".join(opened.names) or "none"
        raise UsageFault("`csws import` works on one account.", hint=f"Name it with --account; here: {names}.")
    return _imported(opened, check_account(opened, opened.names[0]), wanted, permit)


def _imported(opened: Opened, account: CheckedAccount, wanted: Mapping[str, str], permit: RecordPermit) -> Imported:
    catalog = usable_catalog(account)
    entry, declared = account.loaded.entry, account.loaded.declared
    target, reference = reached(opened.root, entry, catalog)
    who = replace(permit, operator=permit.operator or entry.operator)
    with target.recorder(reference, who) as recorder:
        settings = recorder.read().settings
        found = {key: _found(settings, key, name) for key, name in wanted.items()}
        _check_different(found)
        new = {key: item for key, item in found.items() if declared.settings.get(key) is None}
        blocks = {
            workspaces.KIND.yaml_path(key): _data(replace(item, key=key), settings, account)
            for key, item in new.items()
        }
        files = _write(opened, account, blocks)
        revision = recorder.bind({item.id or "": key for key, item in found.items()})
    refresh_runbook(target, reference, catalog)
    return Imported(names={key: item.name for key, item in found.items()}, files=files, revision=revision)


def _found(settings: Settings, key: str, name: str) -> Workspace:
    if settings.get(key) is not None:
        raise CswsError(f"The account already has a workspace `{key}`.", hint="Choose another key.", code="key_taken")
    by_id = name.removeprefix(ID_PREFIX) if name.startswith(ID_PREFIX) else None
    wanted = normal_name(name)
    same = [
        item
        for item in settings.unmanaged
        if (item.id == by_id if by_id is not None else normal_name(item.name) == wanted)
    ]
    if len(same) == 1:
        return same[0]
    known = ", ".join(f"`{item.name}` (id:{item.id})" for item in settings.unmanaged) or "none"
    what = f"{len(same)} unmanaged workspaces are" if same else "No unmanaged workspace is"
    raise CswsError(f"{what} called `{name}`.", hint=f"Unmanaged workspaces: {known}.", code="not_found")


def _check_different(found: Mapping[str, Workspace]) -> None:
    """Raises UsageFault where two keys are for one workspace."""
    keys: dict[str, str] = {}
    for key, item in found.items():
        other = keys.setdefault(item.id or "", key)
        if other != key:
            message = f"“{item.name}” (id:{item.id}) is named twice, for `{other}` and for `{key}`."
            raise UsageFault(message, hint="Give one key to each workspace.")


def _data(item: Workspace, settings: Settings, account: CheckedAccount) -> dict[str, Any]:
    assert account.catalog is not None  # usable_catalog has said so
    (shown,) = named(replace(settings, workspaces=(item,)), account.catalog).workspaces
    defaults = account.loaded.tree.at(("defaults",))
    return item_data(workspaces.KIND, shown, account.loaded.declared, defaults, settings.objects)


def _write(opened: Opened, account: CheckedAccount, blocks: Blocks) -> tuple[str, ...]:
    """Writes the blocks once every file's new text is proved to be right; the files."""
    homes = {block: _home(opened, account, block) for block in blocks}
    changes = [addition(opened.root, file, mine) for file, mine in by_file(blocks, homes).items()]
    for change in changes:
        write(opened.root, change)
    return tuple(change.file for change in changes)


def _home(opened: Opened, account: CheckedAccount, block: Block) -> str:
    """Where a block goes: the overlay where accounts share their files, else a file of the project."""
    entry = account.loaded.entry
    if not opened.shared:
        return home_of(opened.root, opened.project.include, block)
    if entry.overlay is None:
        hint = f"Set `overlay:` for `{entry.name}`, and run the command again."
        raise CswsError("The workspace would be added to every account of this project.", hint=hint, code="shared")
    return entry.overlay
