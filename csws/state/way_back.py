"""The way back to the settings of an earlier revision. A workspace is known by its id, whatever its key, and whether csws managed
it then or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from csws.errors import CswsError
from csws.model.settings import Settings, Workspace


def way_back(then: Settings, current: Settings) -> tuple[Settings, Mapping[str, str]]:
    """The settings of then for the account as it is: what csws manages now or did then, and the account's unmanaged
    workspaces unchanged. With the keys that go back to what they were: key of then → key of now.

    Raises CswsError where another workspace has the key of one that has to be created again.
    """
    known = {item.id: item for item in then.workspaces}
    held = {item.key: item for item in current.managed}
    moved: dict[str, str] = {}
    managed = []
    for item in current.managed:
        if (old := known.get(item.id)) is not None:
            managed.append(_back(old, item, moved, held))
    ids = {item.id for item in current.managed}
    managed += [_created(old, held, known) for old in then.managed if old.id not in ids]
    return then.with_workspaces([*managed, *current.unmanaged]), moved


def _back(old: Workspace, now: Workspace, moved: dict[str, str], held: Mapping[str | None, Workspace]) -> Workspace:
    """A workspace that is still there. It gets its old key back where that is free."""
    if old.key is None:  # `protect` is csws's own, so it had none
        return replace(old, key=now.key, protect=now.protect)
    if old.key in held:
        return replace(old, key=now.key)
    moved[old.key] = now.key or ""
    return old


def _created(old: Workspace, held: Mapping[str | None, Workspace], known: Mapping[str | None, Workspace]) -> Workspace:
    """A workspace that is gone: another one that has come in its place since then becomes like it, else it is created."""
    instead = held.get(old.key)
    if instead is None:
        return replace(old, id=None)
    if instead.id in known:
        raise CswsError(
            f"The key `{old.key}` had a workspace that is gone, and now has another one.",
            hint=f"Give `{old.key}` another key first, with `renamed_from:`.",
            code="key_taken",
        )
    return replace(old, id=instead.id)
