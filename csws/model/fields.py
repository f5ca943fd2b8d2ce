"""A workspace as flat fields, path → value, and back. The one place that knows the dotted paths of SPEC §3.

Values are None (unset), str, bool, or a tuple of str (a set, sorted). The paths of the revenue blocks carry the object:
`revenue.objects.deals.csm_property`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from csws.model.settings import CustomersTab, Objects, RevenueBlock, RevenueTab, ServicesTab, Workspace

Value = str | bool | None | tuple[str, ...]
Fields = Mapping[str, Value]

OBJECT_PATHS = tuple(item.name for item in fields(Objects))
GENERAL_PATHS = ("name", "description", "teams", "protect")
CUSTOMERS_CHOICES = tuple(item.name for item in fields(CustomersTab))
SERVICES_CHOICES = tuple(item.name for item in fields(ServicesTab) if item.name != "show")
REVENUE_CHOICES = tuple(item.name for item in fields(RevenueBlock) if item.name != "object")
SETS = ("teams", "pipelines")


def empty_value(path: str) -> Value:
    """What an unset field holds: no members for a set, None for everything else."""
    return () if path.rsplit(".", 1)[-1] in SETS else None


def flat(workspace: Workspace) -> dict[str, Value]:
    """Every field of a workspace, in the order in which the screens show them."""
    out: dict[str, Value] = {path: getattr(workspace, path) for path in GENERAL_PATHS}
    out.update({f"customers.{name}": getattr(workspace.customers, name) for name in CUSTOMERS_CHOICES})
    out["services.show"] = workspace.services.show
    out.update({f"services.{name}": getattr(workspace.services, name) for name in SERVICES_CHOICES})
    out["revenue.show"] = workspace.revenue.show
    for block in workspace.revenue.blocks:
        out.update({f"revenue.objects.{block.object}.{name}": getattr(block, name) for name in REVENUE_CHOICES})
    return out


def flat_objects(objects: Objects) -> dict[str, Value]:
    return {path: getattr(objects, path) for path in OBJECT_PATHS}


def with_fields(workspace: Workspace, sets: Fields) -> Workspace:
    """The workspace after some fields are set; a revenue block whose every choice is unset is no block.

    Raises KeyError for a path that no workspace has.
    """
    general: dict[str, Any] = {}
    tabs: dict[str, dict[str, Any]] = {}
    blocks: dict[str, dict[str, Any]] = {}
    for path, value in sets.items():
        head, _, rest = path.partition(".")
        if not rest and head in GENERAL_PATHS:
            general[head] = value
        elif head == "revenue" and rest.startswith("objects."):
            name, choice = rest.removeprefix("objects.").rsplit(".", 1)
            blocks.setdefault(name, {})[_known(choice, REVENUE_CHOICES)] = value
        else:
            tabs.setdefault(head, {})[_known(rest, _TABS.get(head, ()))] = value
    if blocks:
        tabs.setdefault("revenue", {})["blocks"] = _with_choices(workspace.revenue.blocks, blocks)
    for head, values in tabs.items():
        general[head] = replace(getattr(workspace, head), **values)
    return replace(workspace, **general) if general else workspace


_TABS = {"customers": CUSTOMERS_CHOICES, "services": ("show", *SERVICES_CHOICES), "revenue": ("show",)}


def _known(name: str, allowed: tuple[str, ...]) -> str:
    if name not in allowed:
        raise KeyError(name)
    return name


def _with_choices(blocks: tuple[RevenueBlock, ...], sets: dict[str, dict[str, Any]]) -> tuple[RevenueBlock, ...]:
    known = {block.object: block for block in blocks}
    for name, choices in sets.items():
        known[name] = replace(known.get(name, RevenueBlock(object=name)), **choices)
    return _blocks(known.values())


def _blocks(blocks: Iterable[RevenueBlock]) -> tuple[RevenueBlock, ...]:
    kept = (block for block in blocks if block != RevenueBlock(object=block.object))
    return tuple(sorted(kept, key=lambda block: block.object))


def normal_tabs(workspace: Workspace) -> Workspace:
    """The normal form of the tabs: a hidden tab has no settings (DOMAIN §1), and an empty revenue block is no block."""
    services = workspace.services if workspace.services.show else ServicesTab(show=False)
    revenue = workspace.revenue if workspace.revenue.show else RevenueTab(show=False)
    return replace(workspace, services=services, revenue=replace(revenue, blocks=_blocks(revenue.blocks)))


def role_of(path: str) -> str:
    """The tab that a path belongs to: customers, services, revenue, or general."""
    head = path.partition(".")[0]
    return head if head in OBJECT_PATHS else "general"


def object_in(path: str) -> str | None:
    """The revenue object that a path names, or None."""
    if not path.startswith("revenue.objects."):
        return None
    return path.removeprefix("revenue.objects.").rsplit(".", 1)[0]
