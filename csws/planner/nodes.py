"""The problem of ordering, as small values: who gives up which teams and names, and who takes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csws.model.address import Address, SettingKind
from csws.model.change import Action, Change
from csws.model.names import folded
from csws.model.settings import Settings, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One workspace that changes: as it is, as it shall be, and what it gives and takes."""

    change: Change
    before: Workspace | None
    after: Workspace | None
    gives_teams: frozenset[str]
    takes_teams: frozenset[str]
    gives_name: str | None
    takes_name: str | None

    @property
    def address(self) -> Address:
        return self.change.address

    @property
    def is_delete(self) -> bool:
        return self.after is None

    @property
    def is_create(self) -> bool:
        return self.before is None

    def waits_for(self, other: Node) -> bool:
        """Whether this one takes a team or a name that the other gives up."""
        name = self.takes_name is not None and self.takes_name == other.gives_name
        return self is not other and (name or bool(self.takes_teams & other.gives_teams))


def nodes_of(current: Settings, desired: Settings, changes: tuple[Change, ...], moved: Mapping[str, str]) -> list[Node]:
    """A node for each change of a workspace, in the order of the changes."""
    out = []
    for change in changes:
        if change.address.kind is not SettingKind.WORKSPACE:
            continue
        key = change.address.key
        before = current.get(moved.get(key, key))
        out.append(_node(change, before, None if change.action is Action.DELETE else desired.get(key)))
    return out


def _node(change: Change, before: Workspace | None, after: Workspace | None) -> Node:
    had, wants = (frozenset(item.teams) if item else frozenset() for item in (before, after))
    old, new = (folded(item.name) if item else None for item in (before, after))
    return Node(
        change=change,
        before=before,
        after=after,
        gives_teams=had - wants,
        takes_teams=wants - had,
        gives_name=old if old != new else None,
        takes_name=new if old != new else None,
    )
