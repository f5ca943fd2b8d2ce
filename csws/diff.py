"""(current, desired) → Changes. Pure. The only module that imports deepdiff.

Both are resolved Settings. Choices that an object change clears are compared as cleared: what has to be chosen again is
a change, even where the value looks the same (PLANNING "Objects").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from csws.kinds import KINDS, kind_of
from csws.model.address import OBJECTS, Address
from csws.model.change import Action, Change, FieldChange, Origin
from csws.model.field import Value
from csws.model.fields import Fields, flat_objects
from csws.model.kind import Kind, Thing
from csws.model.settings import PRIMARY, Settings
from csws.state.clearing import with_objects
from csws.state.transition import fields_at, found_at

_PRIMARY = Address.workspace(PRIMARY)
Moved = Mapping[Address, Address]


def diff(
    current: Settings,
    desired: Settings,
    *,
    moved: Moved | None = None,
    applied: Settings | None = None,
    clears: bool = True,
) -> tuple[Change, ...]:
    """What differs, one Change per address: kind by kind in planning order, the primary first, then by key.

    `moved` maps a new address to the one in `current`. `applied` is what csws applied last: a change
    whose every desired value was applied before comes from drift. Without `clears` both are compared
    just as they are: to look back, not forward.
    """
    if current == desired and not moved:
        return ()
    cleared = with_objects(current, desired.objects) if clears and current.objects != desired.objects else current
    changes: list[Change] = []
    for kind in KINDS:
        found = _changes(kind, cleared, desired, moved or {}) if kind.is_keyed else _objects_changes(current, desired)
        changes += sorted(found, key=lambda change: (change.address != _PRIMARY, change.address))
    return tuple(_with_origin(change, current, applied) for change in changes)


def _objects_changes(current: Settings, desired: Settings) -> Iterator[Change]:
    before, after = current.objects, desired.objects
    if before != after:
        kind = kind_of(OBJECTS)
        fields = changed_fields(kind, flat_objects(before), flat_objects(after))
        reason, kept = "The configuration sets different objects.", _unchanged(kind, flat_objects(after), fields)
        yield Change(address=OBJECTS, action=Action.UPDATE, fields=fields, reason=reason, unchanged=kept)


def _changes(kind: Kind, current: Settings, desired: Settings, moved: Moved) -> Iterator[Change]:
    """What differs in the items of one kind."""
    had, wanted = (_managed(kind, settings) for settings in (current, desired))
    for address, thing in wanted.items():
        change = _item_change(kind, had.get(moved.get(address, address)), thing, moved.get(address))
        if change is not None:
            yield change
    kept = {*wanted, *moved.values()}
    yield from (_deleted(kind, thing) for address, thing in had.items() if address not in kept)


def _managed(kind: Kind, settings: Settings) -> dict[Address, Thing]:
    return {kind.address(thing): thing for thing in kind.all(settings) if thing.key is not None}


def _item_change(kind: Kind, found: Thing | None, wanted: Thing, old: Address | None) -> Change | None:
    if found is None:
        return _created(kind, wanted)
    if found == wanted:
        return None
    address, after = kind.address(wanted), kind.flat(wanted)
    fields = changed_fields(kind, kind.flat(found), after)
    kept = _unchanged(kind, after, fields)
    if old is not None:
        key = FieldChange(path="key", before=old.key, after=wanted.key)
        reason = f"The configuration renames `{old.key}` to `{wanted.key}`."
        return Change(address=address, action=Action.MOVE, fields=(key, *fields), reason=reason, unchanged=kept)
    reason = "The account differs from the configuration."
    if not fields:
        return None
    return Change(address=address, action=Action.UPDATE, fields=fields, reason=reason, unchanged=kept)


def _unchanged(kind: Kind, after: Fields, changed: tuple[FieldChange, ...]) -> Fields:
    differing = {item.path for item in changed}
    return {path: value for path, value in after.items() if path not in differing and _is_said(kind, path, value)}


def _is_said(kind: Kind, path: str, value: Value) -> bool:
    """Whether a value says anything: it is not empty, and not what a blank item has; a tab's switch always does."""
    if value in (None, (), ""):
        return False
    field = kind.field_at(path)
    return (field is not None and field.is_switch) or bool(kind.only_set({path: value}))


def _created(kind: Kind, wanted: Thing) -> Change:
    fields = tuple(
        FieldChange(path=path, before=None, after=value)
        for path, value in kind.flat(wanted).items()
        if _is_said(kind, path, value)
    )
    return Change(address=kind.address(wanted), action=Action.CREATE, fields=fields, reason=kind.created_reason)


def _deleted(kind: Kind, found: Thing) -> Change:
    fields = tuple(
        FieldChange(path=path, before=value, after=None)
        for path, value in kind.flat(found).items()
        if _is_said(kind, path, value)
    )
    reason = "It is in the account but no longer in the configuration."
    return Change(address=kind.address(found), action=Action.DELETE, fields=fields, reason=reason)


def changed_fields(kind: Kind, before: Fields, after: Fields) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the screens; a path that one side lacks is unset there."""
    if before == after:
        return ()
    from deepdiff import DeepDiff

    paths = kind.paths_of(before, after)
    left: dict[str, Value] = {path: before.get(path, kind.empty(path)) for path in paths}
    right: dict[str, Value] = {path: after.get(path, kind.empty(path)) for path in paths}
    found = DeepDiff(left, right, view="tree", ignore_order=False)
    differing = {level.path(output_format="list")[0] for group in found.values() for level in group}
    return tuple(FieldChange(path=path, before=left[path], after=right[path]) for path in paths if path in differing)


def _with_origin(change: Change, current: Settings, applied: Settings | None) -> Change:
    return (
        replace(change, origin=Origin.DRIFT) if applied is not None and _is_drift(change, current, applied) else change
    )


def _is_drift(change: Change, current: Settings, applied: Settings) -> bool:
    """Whether every field that differs was applied as it is desired now: then only the account can have moved."""
    if change.action is Action.DELETE:
        return found_at(applied, change.address) is None
    known, found = fields_at(applied, change.address), fields_at(current, change.address)
    if known is None:
        return False
    empty = kind_of(change.address).empty
    return all(
        known.get(path, empty(path)) == item.after and (found or {}).get(path, empty(path)) != item.after
        for item in change.fields
        if (path := item.path) != "key"
    )
