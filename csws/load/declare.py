"""Merged YAML of one account → Declaration, with built-in defaults and the normal form (SPEC §1).

Tolerant: a value of the wrong type counts as absent, because the schema already reports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

from csws.kinds import LATER
from csws.kinds.addresses import to_delete
from csws.kinds.properties import property_item
from csws.load.node import Node
from csws.model.address import WORKSPACE, Address
from csws.model.block import read_value
from csws.model.declaration import Accepted, Declaration
from csws.model.diagnostic import Path
from csws.model.field import Field
from csws.model.fields import CUSTOMERS, GENERAL, OBJECTS, REVENUE, REVENUE_BLOCK, SERVICES, TABS, normal_tabs
from csws.model.kind import Kind
from csws.model.names import normal_name
from csws.model.settings import (
    CustomersTab,
    Item,
    Objects,
    RevenueBlock,
    RevenueTab,
    ServicesTab,
    Settings,
    Workspace,
    in_order,
)

T = TypeVar("T", CustomersTab, ServicesTab, RevenueTab)
_OWN_NODES = tuple(tab for tab in TABS if tab != "general")  # the tabs that are mappings in a workspace's block
_EMPTY: dict[str, Any] = {}


def declare(own: Node, merged: Node) -> Declaration:
    """`own` is the tree before `defaults`, `merged` the one with them. Only a workspace's own
    settings are reported when they are dropped."""
    data = _plain(merged, but=("defaults", "workspaces"))
    objects, workspaces = _objects(_map(data, "objects")), merged.at(("workspaces",))
    nodes = {
        key: node for key, node in (workspaces.mapping if workspaces else {}).items() if isinstance(node.value, dict)
    }
    blocks = {key: _plain(node, but=_OWN_NODES) for key, node in nodes.items()}
    tabs = _Tabs(objects)
    full = [_workspace(key, block, tabs, nodes[key]) for key, block in blocks.items()]
    settings = Settings(objects=objects, workspaces=in_order([normal_tabs(item) for item in full]))
    beside = [(WORKSPACE, key, block) for key, block in blocks.items()]
    for later in LATER:
        mine = {key: node for key, node in _members(merged, later.section) if isinstance(node.value, dict)}
        settings = settings.with_items([*settings.items, *(_item(later, key, node) for key, node in mine.items())])
        beside += [(later.name, key, node.plain()) for key, node in mine.items()]
    return Declaration(
        settings=settings.with_items([*settings.items, *_properties(_map(data, "properties"))]),
        renamed_from={Address(kind, key): old for kind, key, block in beside if (old := _text(block, "renamed_from"))},
        ignore={Address(kind, key): paths for kind, key, block in beside if (paths := _texts(block, "ignore"))},
        removed=_removed(_list(data, "removed")),
        accept=tuple(_accepted(item) for item in _list(data, "accept") if _is_accept(item)),
        dropped=tuple(path for item in full for path in _dropped(item, own)),
        block_names={key: _names_at(node, ("revenue", "objects")) for key, node in nodes.items()},
        blocks={Address(kind, key): block for kind, key, block in beside if kind != WORKSPACE},
    )


def _plain(node: Node, *, but: tuple[str, ...]) -> dict[str, Any]:
    """The plain data of a mapping, without the named members; empty for anything else."""
    return {key: member.plain() for key, member in node.mapping.items() if key not in but}


def _names_at(node: Node, path: Path) -> tuple[str, ...]:
    found = node.at(path)
    return tuple(found.mapping) if found else ()


def _members(tree: Node, section: str) -> Iterable[tuple[str, Node]]:
    found = tree.at((section,))
    return found.mapping.items() if found else ()


def _item(kind: Kind, key: str, node: Node) -> Item:
    """An item of a kind that has no class of its own."""
    sets = {
        path: read_value(field, found.plain(), is_name=field.is_name)
        for path, field, parts in kind.places_in(node.plain())
        if (found := node.at(parts)) is not None
    }
    made = kind.normal(kind.made(key, None, sets))
    assert isinstance(made, Item)
    return made


def _properties(data: dict[str, Any]) -> list[Item]:
    return [
        property_item(name, key, normal_name(item["label"]), item["kind"], item["group"])
        for name, items in data.items()
        if isinstance(items, dict)
        for key, item in items.items()
        if isinstance(item, dict) and all(isinstance(item.get(part), str) for part in ("label", "kind", "group"))
    ]


def _removed(items: list[Any]) -> dict[Path, Address]:
    out: dict[Path, Address] = {}
    for at, item in enumerate(items):
        if isinstance(item, str):
            with suppress(ValueError):
                out["removed", at] = to_delete(item)
    return out


def _is_accept(item: Any) -> bool:
    """Rejects an entry with an address of the wrong type: without an address it would accept the
    warning everywhere."""
    return isinstance(item, dict) and isinstance(item.get("code"), str) and isinstance(item.get("address", ""), str)


def _accepted(item: dict[str, Any]) -> Accepted:
    return Accepted(code=item["code"], reason=str(item.get("reason")), address=item.get("address"))


def _dropped(workspace: Workspace, own: Node) -> list[Path]:
    out: list[Path] = []
    for tab, shown in (("services", workspace.services.show), ("revenue", workspace.revenue.show)):
        node = None if shown else own.at(("workspaces", workspace.key or "", tab))
        if node is not None:
            said = [name for name, value in node.mapping.items() if name != "show" and value.value is not None]
            out += [("workspaces", workspace.key or "", tab, name) for name in said]
    return out


def _objects(data: dict[str, Any]) -> Objects:
    return Objects(**_values(_OBJECTS, data))


class _Tabs:
    """The tabs of one tree, each read once: workspaces that get a tab from `defaults` share one
    node."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._made: dict[int, Any] = {}

    def customers(self, workspace: Node) -> CustomersTab:
        return self._once(workspace.mapping.get("customers"), _customers)

    def services(self, workspace: Node) -> ServicesTab:
        return self._once(workspace.mapping.get("services"), lambda data: _services(data, self._objects))

    def revenue(self, workspace: Node) -> RevenueTab:
        return self._once(workspace.mapping.get("revenue"), _revenue)

    def _once(self, node: Node | None, read: Callable[[dict[str, Any]], T]) -> T:
        if node is None:
            return read(_EMPTY)
        if id(node) not in self._made:
            self._made[id(node)] = read(_plain(node, but=()))
        made: T = self._made[id(node)]
        return made


def _workspace(key: str, data: dict[str, Any], tabs: _Tabs, node: Node) -> Workspace:
    return Workspace(
        key=key,
        **_values(_GENERAL, data),
        customers=tabs.customers(node),
        services=tabs.services(node),
        revenue=tabs.revenue(node),
    )


def _customers(data: dict[str, Any]) -> CustomersTab:
    return CustomersTab(**_values(_CUSTOMERS, data))


def _services(data: dict[str, Any], objects: Objects) -> ServicesTab:
    values = _values(_SERVICES, data)
    if not isinstance(data.get("show"), bool):
        values["show"] = objects.services is not None
    return ServicesTab(**values)


def _revenue(data: dict[str, Any]) -> RevenueTab:
    blocks = [
        RevenueBlock(object=name, **_values(_BLOCK, block))
        for name, block in _map(data, "objects").items()
        if isinstance(block, dict)
    ]
    return RevenueTab(**_values(_REVENUE, data), blocks=tuple(sorted(blocks, key=lambda block: block.object)))


class _Fields:
    """The fields of a class of settings, prepared for reading thousands of blocks."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.by_name = {field.name: (field, field.is_name) for field in fields}
        self.blank: dict[str, Any] = {name: field.default for name, (field, _) in self.by_name.items()}


def _values(fields: _Fields, data: dict[str, Any]) -> dict[str, Any]:
    known, out = fields.by_name, dict(fields.blank)
    for key, value in data.items():
        if key in known:
            field, is_name = known[key]
            out[key] = read_value(field, value, is_name=is_name)
    return out


def _map(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else _EMPTY


def _list(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _text(data: dict[str, Any], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) else None


def _texts(data: dict[str, Any], key: str) -> tuple[str, ...]:
    """The items of a list. An item that is not text becomes blank, so that the others keep their
    index."""
    return tuple(item if isinstance(item, str) else "" for item in _list(data, key))


_OBJECTS, _GENERAL, _CUSTOMERS = _Fields(OBJECTS), _Fields(GENERAL), _Fields(CUSTOMERS)
_SERVICES, _REVENUE, _BLOCK = _Fields(SERVICES), _Fields(REVENUE), _Fields(REVENUE_BLOCK)
