"""What a change of objects empties: every choice of the tab, in every workspace (SPEC §5.3; assumed of HubSpot, DOMAIN §1).

The tab's switch (`show`) stays, everything chosen on the tab goes. A second revenue object clears nothing.
"""

from __future__ import annotations

from csws.model.fields import Value, empty_value, field_at, flat, object_in, with_fields
from csws.model.settings import Objects, Settings, Workspace


def cleared_paths(before: Objects, after: Objects, workspace: Workspace) -> tuple[str, ...]:
    """The paths of this workspace that hold something now and will not after the change."""
    held = ((path, value) for path, value in flat(workspace).items() if value != empty_value(path))
    return tuple(path for path, _ in held if _is_cleared(path, before, after))


def _is_cleared(path: str, before: Objects, after: Objects) -> bool:
    role, revenue_object = field_at(path).cleared_by, object_in(path)
    if role is None:
        return False
    if revenue_object is not None:
        return revenue_object in before.revenue and revenue_object not in after.revenue
    return bool(getattr(before, role) != getattr(after, role))


def with_objects(settings: Settings, after: Objects) -> Settings:
    """The account after its objects change: the choices that depended on them are empty."""
    cleared = []
    for workspace in settings.workspaces:
        empties: dict[str, Value] = {
            path: empty_value(path) for path in cleared_paths(settings.objects, after, workspace)
        }
        cleared.append(with_fields(workspace, empties) if empties else workspace)
    return Settings(objects=after, workspaces=tuple(cleared))
