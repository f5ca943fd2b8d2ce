"""The way back to the settings of an earlier revision. Identifies workspaces, like all items, by their ids, even if
their keys have changed or csws did not manage them then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from csws.errors import CswsError
from csws.kinds import RECORDED
from csws.model.address import Address
from csws.model.kind import Kind, Thing
from csws.model.settings import Settings

_ById = Mapping[str | None, Thing]
_ByKey = Mapping[str, Thing]


def way_back(then: Settings, current: Settings) -> tuple[Settings, dict[Address, Address]]:
    """The settings of then for the account as it is: what csws manages now or managed then, and
    what it does not manage unchanged. With the addresses that go back to what they were: address of
    then → address of now.

    Raises CswsError where something else has the key of an item that has to be created again.
    """
    desired, moved = replace(then, workspaces=(), items=()), dict[Address, Address]()
    for kind in RECORDED:
        known = {thing.id: thing for thing in kind.all(then)}
        held = {thing.key: thing for thing in kind.all(current) if thing.key is not None}
        ids = {thing.id for thing in held.values()}
        back = [_back(kind, known[now.id], now, held) for now in held.values() if now.id in known]
        back += [_created(old, held, known) for old in known.values() if old.key is not None and old.id not in ids]
        back = [kind.to_reach(thing) for thing in back]
        back += [thing for thing in kind.all(current) if thing.key is None]
        for thing in back:
            desired = kind.put(desired, thing)
        moved |= _moved(kind, back, held)
    return desired, moved


def _moved(kind: Kind, back: list[Thing], held: _ByKey) -> dict[Address, Address]:
    by_id = {thing.id: thing for thing in held.values()}
    pairs = ((thing, by_id[thing.id]) for thing in back if thing.key is not None and thing.id in by_id)
    return {kind.address(thing): kind.address(now) for thing, now in pairs if thing.key != now.key}


def _back(kind: Kind, old: Thing, now: Thing, held: _ByKey) -> Thing:
    """An item that is still there. It gets its old key back where that is free."""
    if old.key is None:  # then it had none of the fields that are csws's own
        fields = kind.flat(now)
        return kind.changed(old, now.key, {field.path: fields[field.path] for field in kind.fields if field.is_ours})
    return replace(old, key=now.key if old.key in held else old.key)


def _created(old: Thing, held: _ByKey, known: _ById) -> Thing:
    """An item that is gone: one that has come in its place becomes like it, else it is created."""
    instead = held.get(old.key or "")
    if instead is not None and instead.id in known:
        raise CswsError(
            f"What had the key `{old.key}` then is gone, and the key now has another one.",
            hint=f"Give `{old.key}` another key first, with `renamed_from:`.",
            code="key_taken",
        )
    return replace(old, id=instead.id if instead else None)
