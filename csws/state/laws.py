"""The account's hard laws over Settings (SPEC §5.2), in one place for the planner, the stores and the rules.

They hold after every single step. What the end state must hold beyond them (required choices …) is for the rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from csws.model.fields import field_at, flat, flat_objects
from csws.model.names import folded
from csws.model.settings import MAX_TEAM_WORKSPACES, Objects, Settings, Workspace


@dataclass(frozen=True, slots=True)
class Breach:
    """A law that does not hold: its rule code, a sentence, and who is involved (names and ids, for messages)."""

    code: str
    message: str
    holders: tuple[str, ...] = ()


def breaches(settings: Settings) -> frozenset[Breach]:
    """Every breach of a hard law; empty for a lawful account."""
    return frozenset([*_too_many(settings), *_shared_teams(settings), *_equal_names(settings), *_dangling(settings)])


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
    return [
        Breach("CSW204", f"{_label(workspace)} configures {name}, which is not one of the account's objects.")
        for workspace in settings.workspaces
        for name in _loose(workspace, settings.objects)
    ]


def _loose(workspace: Workspace, objects: Objects) -> set[str]:
    """The roles, and the revenue objects, that the workspace has choices for and that no object fills."""
    blocks = {block.object for block in workspace.revenue.blocks}
    unfilled = [role for role, name in flat_objects(objects).items() if name is None]
    if not unfilled:
        return blocks.difference(objects.revenue)
    chosen = {field_at(path).tab for path, value in flat(workspace).items() if value and field_at(path).refers_to}
    return blocks.difference(objects.revenue).union(chosen.intersection(unfilled))
