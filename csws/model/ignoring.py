"""What `ignore` means, in one function for plan, apply, drift and export: an ignored field is left as found (SPEC §1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from csws.model.fields import empty_value, flat, normal_tabs, with_fields
from csws.model.names import normal_name
from csws.model.settings import Settings, Workspace


def is_ignored(path: str, ignore: Iterable[str]) -> bool:
    """Whether a field path is in the list, or below an entry of it."""
    return any(path == entry or path.startswith(f"{entry}.") for entry in ignore)


def ignored_object(entry: str) -> str | None:
    """The revenue object that an entry of `ignore` names: `revenue.objects.deals`, or a field of that block."""
    name = entry.removeprefix("revenue.objects.").partition(".")[0]
    return name if entry.startswith("revenue.objects.") else None


def left_as_found(wanted: Workspace, found: Workspace, ignore: Iterable[str], cleared: Iterable[str] = ()) -> Workspace:
    """`wanted` with the ignored fields of `found`.

    A choice that an object change has cleared cannot be left as found, so what is wanted counts there.
    """
    entries = tuple(ignore)
    if not entries:
        return wanted
    have, want, gone = flat(found), flat(wanted), set(cleared)
    paths = [path for path in {**want, **have} if is_ignored(path, entries) and path not in gone]
    return normal_tabs(with_fields(wanted, {path: have.get(path, empty_value(path)) for path in paths}))


def as_spelled(wanted: Workspace, found: Workspace | None) -> Workspace:
    """`wanted` with its name as the account spells it, where both are one name to everybody: nothing is to be done then."""
    if found is None or found.name == wanted.name or normal_name(found.name) != normal_name(wanted.name):
        return wanted
    return replace(wanted, name=found.name)


def moved_keys(wanted: Settings, current: Settings, renamed_from: Mapping[str, str]) -> dict[str, str]:
    """New key → the key it has in the account: where `renamed_from` names one that exists and is no longer declared."""
    declared = {item.key for item in wanted.managed}
    return {
        key: old
        for key, old in renamed_from.items()
        if current.get(key) is None and current.get(old) is not None and old not in declared
    }


def bound(wanted: Settings, current: Settings, moved: Mapping[str, str]) -> Settings:
    """Desired settings with the account's ids, plus the unmanaged workspaces unchanged."""
    ids = {item.key: item.id for item in current.managed}
    managed = [replace(item, id=ids.get(moved.get(item.key or "", item.key))) for item in wanted.managed]
    return wanted.with_workspaces([*managed, *current.unmanaged])
