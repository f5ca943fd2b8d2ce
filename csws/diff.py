"""(current, desired) → Changes. Pure. The only module that imports deepdiff.

Both are resolved Settings. Choices that an object change clears are compared as cleared: what has to be chosen again is
a change, even where the value looks the same (PLANNING "Objects").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from csws.model.address import OBJECTS, Address
from csws.model.change import Action, Change, FieldChange, Origin
from csws.model.fields import Fields, Value, empty_value, field_at, flat, flat_objects, only_set
from csws.model.settings import PRIMARY, Objects, Settings, Workspace
from csws.state.clearing import with_objects

_PRIMARY = Address.workspace(PRIMARY)


def diff(
    current: Settings, desired: Settings, *, moved: Mapping[str, str] | None = None, applied: Settings | None = None
) -> tuple[Change, ...]:
    """What differs, one Change per address: objects, then the primary, then by key.

    `moved` maps a new key to the key it has in `current`. `applied` is what csws applied last: a change whose every
    desired value was applied before comes from drift.
    """
    moved = moved or {}
    changes = [_objects_change(current.objects, desired.objects)]
    cleared = with_objects(current, desired.objects) if current.objects != desired.objects else current
    changes += [_workspace_change(cleared, wanted, moved.get(wanted.key or "")) for wanted in desired.managed]
    kept = {item.key for item in desired.managed} | set(moved.values())
    changes += [_deleted(item) for item in cleared.managed if item.key not in kept]
    found = (change for change in changes if change is not None)
    return tuple(_with_origin(change, current, applied) for change in sorted(found, key=_order))


def _order(change: Change) -> tuple[bool, bool, Address]:
    return (change.address != OBJECTS, change.address != _PRIMARY, change.address)


def _objects_change(before: Objects, after: Objects) -> Change | None:
    if before == after:
        return None
    fields = changed_fields(flat_objects(before), flat_objects(after))
    reason, kept = "The configuration sets different objects.", _unchanged(flat_objects(after), fields)
    return Change(address=OBJECTS, action=Action.UPDATE, fields=fields, reason=reason, unchanged=kept)


def _workspace_change(current: Settings, wanted: Workspace, old_key: str | None) -> Change | None:
    found = current.get(old_key or wanted.key or "")
    if found is None:
        return _created(wanted)
    if found == wanted:
        return None
    fields = changed_fields(flat(found), flat(wanted))
    kept = _unchanged(flat(wanted), fields)
    if old_key is not None:
        key = FieldChange(path="key", before=old_key, after=wanted.key)
        reason = f"The configuration renames `{old_key}` to `{wanted.key}`."
        return Change(address=wanted.address, action=Action.MOVE, fields=(key, *fields), reason=reason, unchanged=kept)
    reason = "The account differs from the configuration."
    if not fields:
        return None
    return Change(address=wanted.address, action=Action.UPDATE, fields=fields, reason=reason, unchanged=kept)


def _unchanged(after: Fields, changed: tuple[FieldChange, ...]) -> Fields:
    differing = {item.path for item in changed}
    return {path: value for path, value in after.items() if path not in differing and _is_said(path, value)}


def _is_said(path: str, value: Value) -> bool:
    """Whether a value says anything: it is not empty, and not what a blank workspace has; a tab's switch always does."""
    return value not in (None, (), "") and (field_at(path).is_switch or bool(only_set({path: value})))


def _created(wanted: Workspace) -> Change:
    fields = tuple(
        FieldChange(path=path, before=None, after=value)
        for path, value in flat(wanted).items()
        if _is_said(path, value)
    )
    return Change(
        address=wanted.address,
        action=Action.CREATE,
        fields=fields,
        reason="It is in the configuration but not in the account.",
    )


def _deleted(found: Workspace) -> Change:
    fields = tuple(
        FieldChange(path=path, before=value, after=None) for path, value in flat(found).items() if _is_said(path, value)
    )
    return Change(
        address=found.address,
        action=Action.DELETE,
        fields=fields,
        reason="It is in the account but no longer in the configuration.",
    )


def changed_fields(before: Fields, after: Fields) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the screens; a path that one side lacks is unset there."""
    if before == after:
        return ()
    from deepdiff import DeepDiff

    paths = list(dict.fromkeys([*before, *after]))
    left: dict[str, Value] = {path: before.get(path, empty_value(path)) for path in paths}
    right: dict[str, Value] = {path: after.get(path, empty_value(path)) for path in paths}
    found = DeepDiff(left, right, view="tree", ignore_order=False)
    differing = {level.path(output_format="list")[0] for kind in found.values() for level in kind}
    return tuple(FieldChange(path=path, before=left[path], after=right[path]) for path in paths if path in differing)


def _with_origin(change: Change, current: Settings, applied: Settings | None) -> Change:
    return (
        replace(change, origin=Origin.DRIFT) if applied is not None and _is_drift(change, current, applied) else change
    )


def _is_drift(change: Change, current: Settings, applied: Settings) -> bool:
    """Whether every field that differs was applied as it is desired now: then only the account can have moved."""
    if change.action is Action.DELETE:
        return applied.get(change.address.key) is None
    known, found = _fields_at(change, applied), _fields_at(change, current)
    if known is None:
        return False
    return all(
        known.get(path, empty_value(path)) == item.after and (found or {}).get(path, empty_value(path)) != item.after
        for item in change.fields
        if (path := item.path) != "key"
    )


def _fields_at(change: Change, settings: Settings) -> Fields | None:
    if change.address == OBJECTS:
        return flat_objects(settings.objects)
    found = settings.get(change.address.key)
    return flat(found) if found else None
