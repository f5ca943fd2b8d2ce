"""The fields of objects and workspaces in one table; and a workspace as flat fields, path → value, and back.

The one place that knows the dotted paths of SPEC §3. Values are None (unset), str, bool, or a tuple of str (a set, sorted).
The paths of the revenue blocks carry the object: `revenue.objects.deals.csm_property`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from csws.model.field import EACH, Field, fields_of
from csws.model.field import Value as Value  # what flat fields hold
from csws.model.settings import CustomersTab, Objects, RevenueBlock, RevenueTab, ServicesTab, Workspace

Fields = Mapping[str, Value]

_BLOCKS = "revenue.objects."

OBJECTS = fields_of(Objects, "objects")
GENERAL = fields_of(Workspace, "general")
CUSTOMERS = fields_of(CustomersTab, "customers", "customers.", cleared_by="customers")
SERVICES = fields_of(ServicesTab, "services", "services.", cleared_by="services")
REVENUE = fields_of(RevenueTab, "revenue", "revenue.")
REVENUE_BLOCK = fields_of(RevenueBlock, "revenue", f"{_BLOCKS}{EACH}.", cleared_by="revenue")
WORKSPACE = (*GENERAL, *CUSTOMERS, *SERVICES, *REVENUE, *REVENUE_BLOCK)  # in the order of the screens
TABS = tuple(dict.fromkeys(item.tab for item in WORKSPACE))

_BY_PATH = {item.path: item for item in (*OBJECTS, *WORKSPACE)}
_PLACE = {path: place for place, path in enumerate(_BY_PATH)}
_SWITCHES = {item.tab: item.path for item in WORKSPACE if item.is_switch}

OBJECT_PATHS = tuple(item.path for item in OBJECTS)
_FIXED = tuple(item.path for item in WORKSPACE if EACH not in item.path)
_CHOICES = tuple(item.name for item in REVENUE_BLOCK)
_fixed_values = attrgetter(*_FIXED)  # the paths are those of the attributes, too
_choices = attrgetter(*_CHOICES)
_NO_CHOICES = _choices(RevenueBlock(object=""))
_BLANK = _fixed_values(Workspace(key=None))


def ignorable(like: str) -> tuple[str, ...]:
    """What `ignore` may name: fields, whole tabs, and the block of the revenue object in `like`, a path as
    written."""
    paths = [item.path for item in WORKSPACE if EACH not in item.path and not item.is_ours]
    head, tab, block, *_ = [*like.split("."), "", "", ""]
    if (head, tab) == ("revenue", "objects") and block:
        paths += [f"{_BLOCKS}{block}", *(f"{_BLOCKS}{block}.{name}" for name in _CHOICES)]
    return (*paths, *(tab for tab in TABS if tab != GENERAL[0].tab), "revenue.objects")


_cached = lru_cache(maxsize=1024)  # the same few paths, for every workspace of every account


@_cached
def field_at(path: str) -> Field:
    """The field of the objects or of a workspace at a path. Raises KeyError for a path that neither has."""
    return _BY_PATH[_pattern(path)]


def _pattern(path: str) -> str:
    """The path with `*` in place of the revenue object."""
    name = object_in(path)
    return path if name is None else f"{_BLOCKS}{EACH}.{path.rpartition('.')[2]}"


@_cached
def is_known(path: str) -> bool:
    """Whether a workspace has a field at this path."""
    found = _BY_PATH.get(_pattern(path))
    return found is not None and found.tab in TABS


@_cached
def empty_value(path: str) -> Value:
    """The value of an unset field: an empty list, or None."""
    found = _BY_PATH.get(_pattern(path))
    return found.empty if found else None


def object_in(path: str) -> str | None:
    """The revenue object that a path names, or None."""
    if not path.startswith(_BLOCKS):
        return None
    name, dot, _ = path.removeprefix(_BLOCKS).rpartition(".")
    return name if dot else None


def object_behind(path: str, objects: Objects) -> str | None:
    """The object whose properties and pipelines the field at a path can name."""
    named = object_in(path)
    if named is not None:
        return named
    role = field_at(path).cleared_by
    return getattr(objects, role) if role else None


def parts_of(path: str) -> tuple[str, ...]:
    """A path as the keys that lead to it in a workspace's block of YAML; the name of an object may hold dots."""
    name = object_in(path)
    return tuple(path.split(".")) if name is None else ("revenue", "objects", name, path.rpartition(".")[2])


def screen_order(path: str) -> tuple[str, int]:
    """Sorts paths as the screens show them: tab by tab, on the Revenue tab object by object."""
    return (object_in(path) or "", _PLACE[_pattern(path)])


def is_hidden(path: str, fields: Fields) -> bool:
    """Whether the tab of a field is switched off. Its fields are then invisible and cannot be set (DOMAIN §1)."""
    found = field_at(path)
    switch = _SWITCHES.get(found.tab)
    return switch is not None and not found.is_switch and fields.get(switch) is False


def flat(workspace: Workspace) -> dict[str, Value]:
    """Every field of a workspace, in the order in which the screens show them."""
    out: dict[str, Value] = dict(zip(_FIXED, _fixed_values(workspace), strict=True))
    for block in workspace.revenue.blocks:
        paths = [f"{_BLOCKS}{block.object}.{name}" for name in _CHOICES]
        out.update(zip(paths, _choices(block), strict=True))
    return out


def only_set(values: Fields) -> dict[str, Value]:
    """The fields of a workspace that hold something else than in a blank one."""
    return {path: value for path, value in values.items() if value != _blank_value(path)}


def set_fields(workspace: Workspace) -> dict[str, Value]:
    """`only_set` of all fields of a workspace, at once: this is asked for every workspace of every account."""
    out: dict[str, Value] = _differing(_FIXED, _fixed_values(workspace), _BLANK)
    for block in workspace.revenue.blocks:
        chosen = _differing(_CHOICES, _choices(block), _NO_CHOICES)
        out.update((f"{_BLOCKS}{block.object}.{name}", value) for name, value in chosen.items())
    return out


def _differing(paths: Iterable[str], values: Iterable[Value], blank: Iterable[Value]) -> dict[str, Value]:
    return {path: value for path, value, none in zip(paths, values, blank, strict=True) if value != none}


@_cached
def _blank_value(path: str) -> Value:
    """The value of a field in a blank workspace."""
    found = _BY_PATH.get(_pattern(path))
    return found.default if found else None


def flat_objects(objects: Objects) -> dict[str, Value]:
    return {path: getattr(objects, path) for path in OBJECT_PATHS}


def with_fields(workspace: Workspace, sets: Fields) -> Workspace:
    """The workspace after some fields are set; a revenue block without any choices is left out. Raises KeyError for
    an unknown path.
    """
    general, tabs, blocks = _parted(sets)
    if blocks:
        tabs.setdefault("revenue", {})["blocks"] = _with_choices(workspace.revenue.blocks, blocks)
    for head, values in tabs.items():
        general[head] = replace(getattr(workspace, head), **values)
    return replace(workspace, **general) if general else workspace


def workspace_of(key: str | None, identity: str | None, sets: Fields) -> Workspace:
    """The workspace that has these fields and no others; like `with_fields` on a blank one, made at once."""
    general, tabs, blocks = _parted(sets)
    made = [RevenueBlock(object=name, **choices) for name, choices in blocks.items()]
    return Workspace(
        key=key,
        id=identity,
        customers=CustomersTab(**tabs.get("customers", {})),
        services=ServicesTab(**tabs.get("services", {})),
        revenue=RevenueTab(**tabs.get("revenue", {}), blocks=_blocks(made)),
        **general,
    )


_Parted = tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, dict[str, Any]]]


def _parted(sets: Fields) -> _Parted:
    """The fields of the workspace itself, of its tabs, and of its revenue blocks."""
    general: dict[str, Any] = {}
    tabs: dict[str, dict[str, Any]] = {}
    blocks: dict[str, dict[str, Any]] = {}
    for path, value in sets.items():
        tab, block, name = _where(path)
        if block is not None:
            blocks.setdefault(block, {})[name] = value
        elif tab is not None:
            tabs.setdefault(tab, {})[name] = value
        else:
            general[name] = value
    return general, tabs, blocks


@_cached
def _where(path: str) -> tuple[str | None, str | None, str]:
    """The tab and the revenue block that hold a field, and its name there. Raises KeyError for one that no workspace has."""
    if not is_known(path):
        raise KeyError(path)
    tab, _, rest = path.partition(".")
    if not rest:
        return None, None, tab
    return tab, object_in(path), path.rpartition(".")[2]


def _with_choices(blocks: tuple[RevenueBlock, ...], sets: dict[str, dict[str, Any]]) -> tuple[RevenueBlock, ...]:
    known = {block.object: block for block in blocks}
    for name, choices in sets.items():
        known[name] = replace(known.get(name, RevenueBlock(object=name)), **choices)
    return _blocks(known.values())


def _blocks(blocks: Iterable[RevenueBlock]) -> tuple[RevenueBlock, ...]:
    kept = (block for block in blocks if _choices(block) != _NO_CHOICES)
    return tuple(sorted(kept, key=lambda block: block.object))


def normal_tabs(workspace: Workspace) -> Workspace:
    """The normal form of the tabs: a hidden tab has no settings (DOMAIN §1), and an empty revenue block is left
    out."""
    services, revenue = workspace.services, workspace.revenue
    if not services.show:
        services = ServicesTab(show=False)
    blocks = _blocks(revenue.blocks) if revenue.show else ()
    if blocks != revenue.blocks:
        revenue = replace(revenue, blocks=blocks)
    if services is workspace.services and revenue is workspace.revenue:
        return workspace
    return replace(workspace, services=services, revenue=revenue)
