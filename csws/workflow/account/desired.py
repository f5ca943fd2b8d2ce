"""The desired settings of an account, and its drift: the declaration bound to the account as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from csws.diff import diff
from csws.errors import ConfigInvalid
from csws.kinds import KEYED, RECORDED
from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.declaration import Declaration
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.settings import Settings
from csws.model.target import State
from csws.state.clearing import cleared_paths
from csws.state.ignoring import as_spelled, bound_to_account, in_account, left_as_found, moved_addresses
from csws.state.laws import breaches
from csws.state.references import resolved
from csws.state.transition import found_at


@frozen
class Desired:
    """The desired settings of an account by id, with its unmanaged items, and which addresses moved from where."""

    settings: Settings
    moved: Mapping[Address, Address]


def desired_settings(declared: Declaration, current: Settings, catalog: Catalog) -> Desired:
    """The desired settings of an account as it is: ids bound, ignored fields left as found."""
    by_id = resolved(declared.settings, catalog)
    moved = moved_addresses(by_id, current, declared.renamed_from)
    whole = bound_to_account(by_id, current, moved)
    for kind in KEYED:
        had, things = in_account(kind, current, moved), kind.all(whole)
        cleared = partial(cleared_paths, kind, current.objects, whole.objects)
        desired = [_as_found(kind, thing, had.get(thing.key or ""), declared, cleared) for thing in things]
        if any(new is not old for new, old in zip(desired, things, strict=True)):
            whole = kind.with_all(whole, desired)
    _check_laws(whole)
    return Desired(settings=whole, moved=moved)


def _as_found(
    kind: Kind,
    thing: Thing,
    found: Thing | None,
    declared: Declaration,
    cleared: Callable[[Thing], tuple[str, ...]],
) -> Thing:
    """An item with its name as the account spells it, and its ignored fields as they are there."""
    if thing.key is None or found is None:
        return thing
    item = as_spelled(kind, thing, found)
    ignored = declared.ignore.get(kind.address(thing)) if declared.ignore else None
    return left_as_found(kind, item, found, ignored, cleared(found)) if ignored else item


def _check_laws(whole: Settings) -> None:
    """Raises ConfigInvalid where an ignored field, left as found, breaks a law together with what is declared."""
    for breach in breaches(managed(whole)):
        raise ConfigInvalid(
            f"Leaving the ignored fields unchanged would break a law: {breach.message}",
            hint="Remove the field from `ignore:`, or change it in the account.",
            code=breach.code,
        )


def managed(settings: Settings) -> Settings:
    """Without what csws does not manage."""
    managed, items = settings.managed, tuple(item for item in settings.items if item.key is not None)
    if len(managed) == len(settings.workspaces) and len(items) == len(settings.items):
        return settings
    return replace(settings, workspaces=managed, items=items)


def drift_of(declared: Declaration, state: State) -> tuple[Change, ...]:
    """What in the account differs from what csws applied last; ignored fields never count."""
    if state.applied is None or state.applied == state.settings:
        return ()
    before = managed(state.applied)
    for kind in RECORDED:
        for thing in kind.all(before):
            found = found_at(state.settings, kind.address(thing))
            ignore = declared.ignore.get(kind.address(thing), ())
            if found is not None and ignore:
                before = kind.put(before, left_as_found(kind, thing, found, ignore), instead_of=thing)
    return tuple(
        replace(change, reason="The account differs from what was last applied.")
        for change in diff(before, state.settings, clears=False)
    )
