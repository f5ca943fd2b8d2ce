"""What `ignore` means, in one function for plan, apply, drift and export: an ignored field is left as found (SPEC §1).

And how desired settings are bound to the account: by the keys that it has, with its ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from csws.kinds import KEYED
from csws.model.address import Address
from csws.model.kind import Kind, Thing
from csws.model.names import normal_name
from csws.model.settings import Settings
from csws.state.transition import found_at


def is_ignored(path: str, ignore: Iterable[str]) -> bool:
    """Whether a field path is in the list, or below an entry of it."""
    return any(path == entry or path.startswith(f"{entry}.") for entry in ignore)


def left_as_found(kind: Kind, wanted: Thing, found: Thing, ignore: Iterable[str], cleared: Iterable[str] = ()) -> Thing:
    """`wanted` with the ignored fields of `found`.

    A choice that an object change has cleared cannot be left as found, so what is wanted counts there.
    """
    entries = tuple(ignore)
    if not entries:
        return wanted
    have, want, gone = kind.flat(found), kind.flat(wanted), set(cleared)
    paths = [path for path in {**want, **have} if is_ignored(path, entries) and path not in gone]
    return kind.normal(kind.changed(wanted, wanted.key, {path: have.get(path, kind.empty(path)) for path in paths}))


def as_spelled(kind: Kind, wanted: Thing, found: Thing | None) -> Thing:
    """`wanted` with its name as the account spells it, where both are one name to everybody: nothing is to be done then."""
    if found is None or kind.field_at("name") is None:
        return wanted
    there, here = kind.called(found), kind.called(wanted)
    if there == here or normal_name(there) != normal_name(here):
        return wanted
    return kind.changed(wanted, wanted.key, {"name": there})


def moved_addresses(wanted: Settings, current: Settings, renamed_from: Mapping[Address, str]) -> dict[Address, Address]:
    """New address → the one in the account: where `renamed_from` names one that exists and is no longer declared."""
    pairs = ((address, Address(address.kind, old)) for address, old in renamed_from.items())
    return {
        address: old
        for address, old in pairs
        if found_at(current, address) is None and found_at(current, old) is not None and found_at(wanted, old) is None
    }


def bound(wanted: Settings, current: Settings, moved: Mapping[Address, Address]) -> Settings:
    """Desired settings with the account's ids, plus what it has that csws does not manage, unchanged."""
    for kind in KEYED:
        ids = {kind.address(thing): thing.id for thing in kind.all(current) if thing.key is not None}
        for thing in kind.all(wanted):
            address = kind.address(thing)
            identity = ids.get(moved.get(address, address))
            if identity != thing.id:
                wanted = kind.put(wanted, replace(thing, id=identity), instead_of=thing)
        for thing in kind.all(current):
            wanted = kind.put(wanted, thing) if thing.key is None else wanted
    return wanted
