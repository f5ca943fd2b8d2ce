"""What a change of objects empties: every choice of the tab, in every workspace (SPEC §5.3; assumed of HubSpot, DOMAIN §1).

The tab's switch (`show`) stays, everything chosen on the tab goes. A second revenue object clears nothing.
"""

from __future__ import annotations

from csws.model.fields import (
    CUSTOMERS_CHOICES,
    REVENUE_CHOICES,
    SERVICES_CHOICES,
    Value,
    empty_value,
    flat,
    with_fields,
)
from csws.model.settings import Objects, Settings, Workspace


def cleared_paths(before: Objects, after: Objects, workspace: Workspace) -> tuple[str, ...]:
    """The paths of this workspace that hold something now and will not after the change."""
    paths: list[str] = []
    if before.customers != after.customers:
        paths += [f"customers.{name}" for name in CUSTOMERS_CHOICES]
    if before.services != after.services:
        paths += [f"services.{name}" for name in SERVICES_CHOICES]
    for gone in sorted(set(before.revenue) - set(after.revenue)):
        paths += [f"revenue.objects.{gone}.{name}" for name in REVENUE_CHOICES]
    held = flat(workspace)
    return tuple(path for path in paths if held.get(path, empty_value(path)) != empty_value(path))


def with_objects(settings: Settings, after: Objects) -> Settings:
    """The account after its objects change: the choices that depended on them are empty."""
    cleared = []
    for workspace in settings.workspaces:
        empties: dict[str, Value] = {
            path: empty_value(path) for path in cleared_paths(settings.objects, after, workspace)
        }
        cleared.append(with_fields(workspace, empties) if empties else workspace)
    return Settings(objects=after, workspaces=tuple(cleared))
