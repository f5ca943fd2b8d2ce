"""The settings of one account. Current and desired settings are this one type; it knows no file and no catalogue.

References (teams, pipelines) are strings: names as written in *declared* Settings, and ids in *resolved* ones. Each
`setting(…)` is a field, and its line is all that the rest of csws needs to know about it (`fields.py` has the
tables).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from csws.model.address import Address
from csws.model.field import Reference, Section, Value, setting
from csws.model.frozen import frozen

PRIMARY = "primary"
MAX_TEAM_WORKSPACES = 5  # assumed: the primary does not count (DOMAIN §1)
MAX_REVENUE_OBJECTS = 2
LAYOUTS = ("table", "board")  # assumed: page layouts are not documented (DOMAIN §1)


@frozen
class Objects:
    """The objects for customers, services and revenue, by their names in the catalogue."""

    customers: str | None = setting(None, refers_to=Reference.OBJECT, standard=("contacts", "companies"))
    services: str | None = setting(None, refers_to=Reference.OBJECT, standard=("services",))
    revenue: tuple[str, ...] = setting((), refers_to=Reference.OBJECT, standard=("deals",))


@frozen
class CustomersTab:
    """The settings of the Customers tab."""

    csm_property: str | None = setting(None, refers_to=Reference.USER_PROPERTY)
    renewal_date_property: str | None = setting(None, refers_to=Reference.DATE_PROPERTY)


@frozen
class ServicesTab:
    """The settings of the Services tab."""

    show: bool = setting(False, is_switch=True)
    csm_property: str | None = setting(None, refers_to=Reference.USER_PROPERTY)
    renewal_date_property: str | None = setting(None, refers_to=Reference.DATE_PROPERTY)
    pipelines: tuple[str, ...] = setting((), refers_to=Reference.PIPELINE)
    default_pipeline: str | None = setting(None, refers_to=Reference.PIPELINE, section=Section.ADVANCED)
    default_layout: str | None = setting(None, choices=LAYOUTS, section=Section.ADVANCED)


@frozen
class RevenueBlock:
    """The choices of the Revenue tab for one revenue object."""

    object: str
    csm_property: str | None = setting(None, refers_to=Reference.USER_PROPERTY)
    date_property: str | None = setting(None, refers_to=Reference.DATE_PROPERTY)
    pipelines: tuple[str, ...] = setting((), refers_to=Reference.PIPELINE)
    default_pipeline: str | None = setting(None, refers_to=Reference.PIPELINE, section=Section.DEFAULTS)
    default_layout: str | None = setting(None, choices=LAYOUTS, section=Section.DEFAULTS)


@frozen
class RevenueTab:
    """The settings of the Revenue tab, with one block for each revenue object."""

    show: bool = setting(True, is_switch=True)
    blocks: tuple[RevenueBlock, ...] = ()

    def block(self, name: str) -> RevenueBlock | None:
        return next((block for block in self.blocks if block.object == name), None)


@frozen
class Workspace:
    """One workspace. `id` is the account's, `key` the project's; csws does not manage a workspace without a key."""

    key: str | None
    id: str | None = None
    name: str = setting("", is_exclusive=True)
    description: str = setting("")
    teams: tuple[str, ...] = setting((), refers_to=Reference.TEAM, is_exclusive=True)
    customers: CustomersTab = field(default_factory=CustomersTab)
    services: ServicesTab = field(default_factory=ServicesTab)
    revenue: RevenueTab = field(default_factory=RevenueTab)
    protect: bool = setting(False, is_ours=True)

    @property
    def is_primary(self) -> bool:
        return self.key == PRIMARY

    @property
    def address(self) -> Address:
        """Of a managed workspace."""
        return Address.workspace(self.key)


@frozen
class Item:
    """One item of a kind that has no class of its own here. `fields` has every field, path → value; `key` and `id` are as a
    workspace's."""

    kind: str
    key: str | None
    id: str | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)


@frozen
class Settings:
    """Everything that csws manages in one account, and the account's other items of these kinds. `items` are those of
    the kinds other than objects and workspaces."""

    objects: Objects = field(default_factory=Objects)
    workspaces: tuple[Workspace, ...] = ()
    items: tuple[Item, ...] = ()

    def get(self, key: str) -> Workspace | None:
        return next((item for item in self.workspaces if item.key == key), None)

    @property
    def managed(self) -> tuple[Workspace, ...]:
        return tuple(item for item in self.workspaces if item.key is not None)

    @property
    def unmanaged(self) -> tuple[Workspace, ...]:
        return tuple(item for item in self.workspaces if item.key is None)

    @property
    def team_workspaces(self) -> tuple[Workspace, ...]:
        return tuple(item for item in self.workspaces if not item.is_primary)

    def with_workspaces(self, workspaces: Iterator[Workspace] | list[Workspace]) -> Settings:
        return replace(self, workspaces=in_order(workspaces))

    def with_items(self, items: Iterable[Item]) -> Settings:
        found = tuple(sorted(items, key=_place))
        return replace(self, items=found) if found != self.items else self


def in_order(workspaces: Iterator[Workspace] | list[Workspace]) -> tuple[Workspace, ...]:
    """The primary first, then by key, then the unmanaged ones by id: one order everywhere."""
    return tuple(
        sorted(workspaces, key=lambda item: (not item.is_primary, item.key is None, item.key or "", item.id or ""))
    )


def _place(item: Item) -> tuple[str, bool, str, str]:
    return (item.kind, item.key is None, item.key or "", item.id or "")


def fresh() -> Settings:
    """A fresh account (SPEC §1): no objects set, the primary workspace there and empty, no team workspaces."""
    return Settings(workspaces=(Workspace(key=PRIMARY, id=PRIMARY),))
