"""Workspaces: teams, and the tabs that these see. They keep their typed class (`csws/model/settings.py`), for the rules.

The hard laws (SPEC §5.2): at most five team workspaces, a team in one of them, names differ, choices only for objects in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from csws.model.address import WORKSPACE as NAME
from csws.model.field import Field, Value
from csws.model.fields import (
    WORKSPACE,
    Fields,
    empty_value,
    field_at,
    flat,
    flat_objects,
    is_hidden,
    is_known,
    normal_tabs,
    object_behind,
    object_in,
    only_set,
    parts_of,
    screen_order,
    with_fields,
    workspace_of,
)
from csws.model.kind import Kind, Thing
from csws.model.law import Breach
from csws.model.names import folded
from csws.model.settings import MAX_TEAM_WORKSPACES, Objects, Settings, Workspace


class _Workspaces(Kind):
    name = NAME
    section = "workspaces"
    noun = "workspace"
    fields = WORKSPACE
    limit = MAX_TEAM_WORKSPACES  # in addition to the primary

    def all(self, settings: Settings) -> tuple[Thing, ...]:
        return settings.workspaces

    def with_all(self, settings: Settings, things: Iterable[Thing]) -> Settings:
        return settings.with_workspaces([thing for thing in things if isinstance(thing, Workspace)])

    def flat(self, thing: Thing) -> dict[str, Value]:
        assert isinstance(thing, Workspace)
        return flat(thing)

    def made(self, key: str | None, identity: str | None, sets: Fields) -> Thing:
        return workspace_of(key, identity, sets)

    def changed(self, thing: Thing, key: str | None, sets: Fields) -> Thing:
        assert isinstance(thing, Workspace)
        return replace(with_fields(thing, sets), key=key)

    def normal(self, thing: Thing) -> Thing:
        assert isinstance(thing, Workspace)
        return normal_tabs(thing)

    def field_at(self, path: str) -> Field | None:
        return field_at(path) if is_known(path) else None

    def is_hidden(self, path: str, fields: Fields) -> bool:
        return is_hidden(path, fields)

    def place_of(self, path: str) -> Any:
        return screen_order(path)

    def parts_of(self, path: str) -> tuple[str, ...]:
        return parts_of(path)

    def object_behind(self, path: str, objects: Objects) -> str | None:
        return object_behind(path, objects)

    def is_cleared(self, path: str, before: Objects, after: Objects) -> bool:
        revenue_object = object_in(path)
        if revenue_object is None:
            return super().is_cleared(path, before, after)
        return revenue_object in before.revenue and revenue_object not in after.revenue

    def blank(self) -> dict[str, Value]:
        return flat(workspace_of(None, None, {}))

    def only_set(self, fields: Fields) -> dict[str, Value]:
        return only_set(fields)

    def empty(self, path: str) -> Value:
        return empty_value(path)

    def laws(self, settings: Settings) -> Iterable[Breach]:
        yield from _too_many(settings)
        yield from _shared_teams(settings)
        yield from _equal_names(settings)
        yield from _dangling(settings)

    def called(self, thing: Thing) -> str:
        assert isinstance(thing, Workspace)
        return thing.name

    def shown_key(self, key: str | None) -> str:
        return key or ""


KIND = _Workspaces()


def _label(workspace: Workspace) -> str:
    return workspace.key or f"{workspace.name} (id:{workspace.id})"


def _too_many(settings: Settings) -> list[Breach]:
    count = len(settings.team_workspaces)
    if count <= MAX_TEAM_WORKSPACES:
        return []
    return [
        Breach("CSW301", f"The account would have {count} team workspaces; at most {MAX_TEAM_WORKSPACES} are possible.")
    ]


def _shared_teams(settings: Settings) -> list[Breach]:
    holders: dict[str, list[str]] = {}
    for workspace in settings.workspaces:
        for team in workspace.teams:
            holders.setdefault(team, []).append(_label(workspace))
    return [
        Breach("CSW302", f"Team id:{team} would be in more than one workspace: {', '.join(held)}.", tuple(held))
        for team, held in holders.items()
        if len(held) > 1
    ]


def _equal_names(settings: Settings) -> list[Breach]:
    holders: dict[str, list[str]] = {}
    for workspace in settings.workspaces:
        holders.setdefault(folded(workspace.name), []).append(_label(workspace))
    return [
        Breach("CSW304", f"Workspaces would have the same name: {', '.join(held)}.", tuple(held))
        for held in holders.values()
        if len(held) > 1
    ]


def _dangling(settings: Settings) -> list[Breach]:
    unfilled = [role for role, name in flat_objects(settings.objects).items() if name is None]
    return [
        Breach("CSW204", f"{_label(workspace)} configures {name}, which is not one of the account's objects.")
        for workspace in settings.workspaces
        for name in (*_loose_blocks(workspace, settings.objects), *(_chosen(workspace, unfilled) if unfilled else ()))
    ]


def _loose_blocks(workspace: Workspace, objects: Objects) -> list[str]:
    return [block.object for block in workspace.revenue.blocks if block.object not in objects.revenue]


def _chosen(workspace: Workspace, roles: list[str]) -> set[str]:
    """Those of the roles that the workspace has choices for."""
    chosen = {field_at(path).tab for path, value in flat(workspace).items() if value and field_at(path).refers_to}
    return chosen.intersection(roles)
