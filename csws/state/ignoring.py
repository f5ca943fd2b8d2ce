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


def left_as_found(
    kind: Kind, desired: Thing, found: Thing, ignore: Iterable[str], cleared: Iterable[str] = ()
) -> Thing:
    """`desired` with the ignored fields of `found`.

    A choice that a change of objects clears cannot be left as found, so its desired value applies.
    """
    entries = tuple(ignore)
    if not entries:
        return desired
    have, want, gone = kind.flat(found), kind.flat(desired), set(cleared)
    paths = [path for path in {**want, **have} if is_ignored(path, entries) and path not in gone]
    return kind.normal(kind.changed(desired, desired.key, {path: have.get(path, kind.empty(path)) for path in paths}))


def as_spelled(kind: Kind, desired: Thing, found: Thing | None) -> Thing:
    """`desired` with its name as the account spells it, if both are the same name apart from spelling, so that
    nothing has to change."""
    if found is None or kind.called(found) == kind.called(desired):
        return desired
    there = kind.called(found)
    is_one = kind.field_at("name") is not None and normal_name(there) == normal_name(kind.called(desired))
    return kind.changed(desired, desired.key, {"name": there}) if is_one else desired


def moved_addresses(
    desired: Settings, current: Settings, renamed_from: Mapping[Address, str]
) -> dict[Address, Address]:
    """New address → the one in the account: if `renamed_from` names one that exists and is no longer declared."""
    pairs = ((address, Address(address.kind, old)) for address, old in renamed_from.items())
    return {
        address: old
        for address, old in pairs
        if found_at(current, address) is None and found_at(current, old) is not None and found_at(desired, old) is None
    }


def in_account(kind: Kind, current: Settings, moved: Mapping[Address, Address]) -> dict[str, Thing]:
    """The managed items of an account by the keys that they are to have."""
    new = {old.key: address.key for address, old in moved.items() if old.kind == kind.name}
    return {new.get(thing.key, thing.key): thing for thing in kind.all(current) if thing.key is not None}


def bound_to_account(desired: Settings, current: Settings, moved: Mapping[Address, Address]) -> Settings:
    """Desired settings with the account's ids, plus what it has that csws does not manage, unchanged."""
    for kind in KEYED:
        had = in_account(kind, current, moved)
        things = [_with_id(thing, had.get(thing.key or "")) for thing in kind.all(desired)]
        things += [thing for thing in kind.all(current) if thing.key is None]
        desired = kind.with_all(desired, things) if things else desired
    return desired


def _with_id(thing: Thing, found: Thing | None) -> Thing:
    identity = found.id if found else None
    return thing if identity == thing.id else replace(thing, id=identity)
