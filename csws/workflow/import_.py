"""Importing: what csws does not manage yet gets a key, a block of YAML and a binding. It changes no setting.

It writes the YAML first and then records the binding: if it is killed in between, the next plan is refused (CSW603), never
wrong, and the same import continues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import CswsError, UsageFault
from csws.kinds import RECORDED, kind_of
from csws.kinds.addresses import of_key
from csws.model.address import KEY, Address
from csws.model.catalog import ID_PREFIX
from csws.model.frozen import frozen
from csws.model.kind import Thing
from csws.model.names import normal_name
from csws.model.settings import PRIMARY, Settings
from csws.model.target import RecordPermit
from csws.state.references import named
from csws.state.transition import found_at, with_key
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.account.refresh import refresh_runbook
from csws.workflow.additions import Block, Blocks, addition, by_file, home_of, write
from csws.workflow.export import item_data
from csws.workflow.run.per_account import usable_catalog


@frozen
class Imported:
    """What an import did: address → the name of what is bound to it, the files written, and the new revision."""

    names: Mapping[Address, str]
    files: tuple[str, ...]
    revision: int


def wanted_keys(pairs: tuple[str, ...]) -> dict[Address, str]:
    """KEY=NAME pairs as address → name; a bare key is a workspace. Raises UsageFault for a pair that is none."""
    out: dict[Address, str] = {}
    for pair in pairs:
        key, equals, name = pair.partition("=")
        address = _address(key)
        if address is None or not equals or not name:
            hint = (
                "Use a lower-case key, e.g. emea='EMEA team', emea=id:178588 or health_score.usage='Usage'; "
                "`primary` is always managed."
            )
            raise UsageFault(f"`{pair}` is not KEY=NAME.", hint=hint)
        if address in out:
            raise UsageFault(f"The key `{key}` is given twice.", hint=f"Give each {_noun(address)} a key of its own.")
        out[address] = name
    return out


def _address(key: str) -> Address | None:
    """The address that a key names; None for one that nothing can get."""
    with suppress(ValueError):
        address = of_key(key)
        is_free = kind_of(address) in RECORDED and address != Address.workspace(PRIMARY)
        return address if is_free and KEY.match(address.key) else None
    return None


def _noun(address: Address) -> str:
    return kind_of(address).noun


def import_items(
    root: Path, patterns: list[str] | None, now: datetime, wanted: Mapping[Address, str], permit: RecordPermit
) -> Imported:
    """Writes and binds workspaces and other things of one account. Raises UsageFault where several accounts are meant."""
    opened = open_checked(root, patterns, now)
    if len(opened.names) != 1:
        names = ", ".join(opened.names) or "none"
        raise UsageFault("`csws import` works on one account.", hint=f"Name it with --account; here: {names}.")
    return _imported(opened, check_account(opened, opened.names[0]), wanted, permit)


def _imported(opened: Opened, account: CheckedAccount, wanted: Mapping[Address, str], permit: RecordPermit) -> Imported:
    catalog = usable_catalog(account)
    entry = account.loaded.entry
    target, reference = reached(opened.root, entry, catalog)
    who = replace(permit, operator=permit.operator or entry.operator)
    with target.recorder(reference, who) as recorder:
        state = recorder.read()
        found = {address: _found(state.settings, address, name) for address, name in wanted.items()}
        _check_different(found)
        settings = state.settings
        for address, thing in found.items():
            settings = with_key(settings, thing, address)
        files = _write(opened, account, dict(_blocks(named(settings, catalog), found, account)))
        revision = recorder.adopt(settings, found.keys()) or state.revision
    refresh_runbook(target, reference, catalog, entry)
    names = {address: kind_of(address).called(thing) for address, thing in found.items()}
    return Imported(names=names, files=files, revision=revision)


def _found(settings: Settings, address: Address, name: str) -> Thing:
    kind = kind_of(address)
    if found_at(settings, address) is not None:
        message = f"The account already has a {kind.noun} `{address.key}`."
        raise CswsError(message, hint="Choose another key.", code="key_taken")
    by_id = name.removeprefix(ID_PREFIX) if name.startswith(ID_PREFIX) else None
    wanted = normal_name(name)
    free = [thing for thing in kind.all(settings) if thing.key is None]
    same = [
        thing
        for thing in free
        if (thing.id == by_id if by_id is not None else normal_name(kind.called(thing)) == wanted)
    ]
    if len(same) == 1:
        return same[0]
    known = ", ".join(f"`{kind.called(thing)}` (id:{thing.id})" for thing in free) or "none"
    what = f"{len(same)} unmanaged {kind.noun}s are" if same else f"No unmanaged {kind.noun} is"
    hint = f"Unmanaged {kind.noun}s: {known}.{_elsewhere(settings, address, name)}"
    raise CswsError(f"{what} called `{name}`.", hint=hint, code="not_found")


def _elsewhere(settings: Settings, address: Address, name: str) -> str:
    """What of another kind has that name."""
    others = [kind for kind in RECORDED if kind is not kind_of(address)]
    there = [
        kind for kind in others for thing in kind.all(settings) if thing.key is None and kind.called(thing) == name
    ]
    return f" It is a {there[0].noun}: `{Address(there[0].name, address.key)}={name}`." if there else ""


def _check_different(found: Mapping[Address, Thing]) -> None:
    """Raises UsageFault where two keys are for one thing."""
    keys: dict[tuple[str, str | None], Address] = {}
    for address, thing in found.items():
        kind = kind_of(address)
        other = keys.setdefault((kind.name, thing.id), address)
        if other != address:
            message = (
                f"“{kind.called(thing)}” (id:{thing.id}) is named twice, for `{other.key}` and for `{address.key}`."
            )
            raise UsageFault(message, hint=f"Give one key to each {kind.noun}.")


def _blocks(
    shown: Settings, found: Iterable[Address], account: CheckedAccount
) -> Iterator[tuple[Block, dict[str, Any]]]:
    """The block of each thing that the files do not declare yet; `shown` are the settings by name."""
    declared, defaults = account.loaded.declared, account.loaded.tree.at(("defaults",))
    for address in found:
        kind, thing = kind_of(address), found_at(shown, address)
        if thing is not None and found_at(declared.settings, address) is None:
            yield kind.yaml_path(address.key), item_data(kind, thing, declared, defaults, shown.objects)


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
        raise CswsError("It would be added to every account of this project.", hint=hint, code="shared")
    return entry.overlay
