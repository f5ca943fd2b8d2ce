"""A workspace as flat fields, path → value, and back. The one place that knows the dotted paths of SPEC §3.

Values are None (unset), str, bool, or a tuple of str (a set, sorted). The paths of the revenue blocks carry the object:
`revenue.objects.deals.csm_property`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from csws.model.names import normal_name
from csws.model.settings import CustomersTab, Objects, RevenueBlock, RevenueTab, ServicesTab, Workspace

Value = str | bool | None | tuple[str, ...]
Fields = Mapping[str, Value]

OBJECT_PATHS = tuple(item.name for item in fields(Objects))
GENERAL_PATHS = ("name", "description", "teams", "protect")
CUSTOMERS_CHOICES = tuple(item.name for item in fields(CustomersTab))
SERVICES_CHOICES = tuple(item.name for item in fields(ServicesTab) if item.name != "show")
REVENUE_CHOICES = tuple(item.name for item in fields(RevenueBlock) if item.name != "object")
SETS = ("teams", "pipelines")
_NAMES = ("name", "default_pipeline", *SETS)
_TABS = {"customers": CUSTOMERS_CHOICES, "services": ("show", *SERVICES_CHOICES), "revenue": ("show",)}
_FIXED = (*GENERAL_PATHS, *(f"{tab}.{name}" for tab, names in _TABS.items() for name in names))
_fixed_values = attrgetter(*_FIXED)  # the paths are those of the attributes, too
_choices = attrgetter(*REVENUE_CHOICES)
_NO_CHOICES = _choices(RevenueBlock(object=""))


def ignorable(like: str) -> tuple[str, ...]:
    """What `ignore` may name: fields, whole tabs, and the block of the revenue object in `like`, a path as somebody wrote it."""
    paths = [path for path in _FIXED if path != "protect"]
    head, tab, block, *_ = [*like.split("."), "", "", ""]
    if (head, tab) == ("revenue", "objects") and block:
        paths += [f"revenue.objects.{block}", *(f"revenue.objects.{block}.{name}" for name in REVENUE_CHOICES)]
    return (*paths, *_TABS, "revenue.objects")


def normal_value(path: str, value: Value) -> Value:
    """A field's value, with the names in it in the form that csws keeps."""
    if path.rsplit(".", 1)[-1] not in _NAMES:
        return value
    if isinstance(value, tuple):
        return tuple(map(normal_name, value))
    return normal_name(value) if isinstance(value, str) else value


def empty_value(path: str) -> Value:
    """What an unset field holds: no members for a set, None for everything else."""
    return () if path.rsplit(".", 1)[-1] in SETS else None


def flat(workspace: Workspace) -> dict[str, Value]:
    """Every field of a workspace, in the order in which the screens show them."""
    out: dict[str, Value] = dict(zip(_FIXED, _fixed_values(workspace), strict=True))
    for block in workspace.revenue.blocks:
        paths = [f"revenue.objects.{block.object}.{name}" for name in REVENUE_CHOICES]
        out.update(zip(paths, _choices(block), strict=True))
    return out


_BLANK = flat(Workspace(key=None))
_BLANK_CHOICES = dict(zip(REVENUE_CHOICES, _NO_CHOICES, strict=True))


def only_set(values: Fields) -> dict[str, Value]:
    """The fields of a workspace that hold something else than in a blank one."""
    return {path: value for path, value in values.items() if value != _blank_value(path)}


@lru_cache(maxsize=1024)  # the same few paths, as in `_where`
def _blank_value(path: str) -> Value:
    """What a field holds in a workspace in which nothing is set."""
    if object_in(path) is not None:
        return _BLANK_CHOICES.get(path.rpartition(".")[2])
    return _BLANK.get(path, empty_value(path))


def flat_objects(objects: Objects) -> dict[str, Value]:
    return {path: getattr(objects, path) for path in OBJECT_PATHS}


def with_fields(workspace: Workspace, sets: Fields) -> Workspace:
    """The workspace after some fields are set; a revenue block whose every choice is unset is no block.

    Raises KeyError for a path that no workspace has.
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


@lru_cache(maxsize=1024)  # the same few paths, for every workspace of every account
def _where(path: str) -> tuple[str | None, str | None, str]:
    """The tab and the revenue block that hold a field, and its name there. Raises KeyError for one that no workspace has."""
    head, _, rest = path.partition(".")
    if not rest and head in GENERAL_PATHS:
        return None, None, head
    if head == "revenue" and rest.startswith("objects."):
        block, choice = rest.removeprefix("objects.").rsplit(".", 1)
        return head, block, _known(choice, REVENUE_CHOICES)
    return head, None, _known(rest, _TABS.get(head, ()))


def is_known(path: str) -> bool:
    """Whether a workspace has a field at this path."""
    try:
        _where(path)
    except (KeyError, ValueError):  # a path of a revenue object that names no field
        return False
    return True


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
    kept = (block for block in blocks if _choices(block) != _NO_CHOICES)
    return tuple(sorted(kept, key=lambda block: block.object))


def normal_tabs(workspace: Workspace) -> Workspace:
    """The normal form of the tabs: a hidden tab has no settings (DOMAIN §1), and an empty revenue block is no block."""
    services, revenue = workspace.services, workspace.revenue
    if not services.show:
        services = ServicesTab(show=False)
    blocks = _blocks(revenue.blocks) if revenue.show else ()
    if blocks != revenue.blocks:
        revenue = replace(revenue, blocks=blocks)
    if services is workspace.services and revenue is workspace.revenue:
        return workspace
    return replace(workspace, services=services, revenue=revenue)


def role_of(path: str) -> str:
    """The tab that a path belongs to: customers, services, revenue, or general."""
    head = path.partition(".")[0]
    return head if head in OBJECT_PATHS else "general"


def object_in(path: str) -> str | None:
    """The revenue object that a path names, or None."""
    if not path.startswith("revenue.objects."):
        return None
    return path.removeprefix("revenue.objects.").rsplit(".", 1)[0]
