"""What an account shall become, and what in it has drifted: the declaration bound to the account as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from csws.diff import diff
from csws.errors import ConfigInvalid
from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.declaration import Declaration
from csws.model.ignoring import as_spelled, bound, left_as_found, moved_keys
from csws.model.settings import Settings, Workspace
from csws.model.target import State
from csws.state.clearing import cleared_paths
from csws.state.laws import breaches
from csws.state.references import resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an account shall become: settings by id with its unmanaged workspaces, and which keys moved from where."""

    settings: Settings
    moved: Mapping[str, str]


def wanted_settings(declared: Declaration, current: Settings, catalog: Catalog) -> Wanted:
    """The desired settings of an account as it is: ids bound, ignored fields left as found."""
    by_id = resolved(declared.settings, catalog)
    moved = moved_keys(by_id, current, declared.renamed_from)
    whole = bound(by_id, current, moved)
    workspaces = []
    for item in whole.workspaces:
        key = item.key or ""
        found = current.get(moved.get(key, key))
        item = as_spelled(item, found) if item.key is not None else item
        if item.key is not None and found is not None and key in declared.ignore:
            cleared = cleared_paths(current.objects, whole.objects, found)
            item = left_as_found(item, found, declared.ignore[key], cleared)
        workspaces.append(item)
    _check_laws([item for item in workspaces if item.key is not None], whole)
    return Wanted(settings=whole.with_workspaces(workspaces), moved=moved)


def _check_laws(managed: list[Workspace], whole: Settings) -> None:
    """Raises ConfigInvalid where an ignored field, left as found, breaks a law together with what is declared."""
    for breach in breaches(replace(whole, workspaces=tuple(managed))):
        raise ConfigInvalid(
            f"Leaving the ignored fields unchanged would break a law: {breach.message}",
            hint="Remove the field from `ignore:`, or change it in the account.",
            code=breach.code,
        )


def drift_of(declared: Declaration, state: State) -> tuple[Change, ...]:
    """What in the account differs from what csws applied last; ignored fields never count."""
    if state.applied is None or state.applied == state.settings:
        return ()
    known = []
    for item in state.applied.managed:
        found = state.settings.get(item.key or "")
        known.append(left_as_found(item, found, declared.ignore.get(item.key or "", ())) if found else item)
    before = state.applied.with_workspaces(known)
    return tuple(
        replace(change, reason="The account differs from what was last applied.")
        for change in diff(before, state.settings)
    )
