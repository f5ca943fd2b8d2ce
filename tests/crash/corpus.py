"""Plans worth interrupting: pairs of settings, as YAML blocks of a small project."""

from __future__ import annotations

from typing import Any

DEFAULT = {"customers": "companies", "services": None, "revenue": []}


def workspaces(**teams: tuple[str, list[str]]) -> dict[str, Any]:
    tab = {"services": {"show": False}, "revenue": {"show": False}, "customers": {"csm_property": "owner"}}
    blocks = {key: {"name": name, **({"teams": held} if held else {}), **tab} for key, (name, held) in teams.items()}
    return {"primary": {"name": "All", **tab}, **blocks}


def project(objects: dict[str, Any] | None = None, **teams: tuple[str, list[str]]) -> dict[str, Any]:
    return {"objects": objects or DEFAULT, "workspaces": workspaces(**teams), "removed": []}


START = project(a=("A", ["Team 1", "Team 2"]), b=("B", ["Team 3"]), c=("C", ["Team 4"]))
FULL = project(**{key: (key.upper(), [f"Team {at}"]) for at, key in enumerate("abcde", 1)})


def removing(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {**data, "removed": list(keys)}


def moved(data: dict[str, Any], key: str, old: str) -> dict[str, Any]:
    blocks = {**data["workspaces"], key: {**data["workspaces"][key], "renamed_from": old}}
    return {**data, "workspaces": blocks}


CORPUS: dict[str, tuple[dict[str, Any] | None, dict[str, Any]]] = {
    "from fresh": (None, START),
    "teams swap": (START, project(a=("A", ["Team 3"]), b=("B", ["Team 1", "Team 2"]), c=("C", ["Team 4"]))),
    "names swap": (START, project(a=("B", ["Team 1", "Team 2"]), b=("A", ["Team 3"]), c=("C", ["Team 4"]))),
    "replaced at the limit": (
        FULL,
        removing(project(**{key: (key.upper(), [f"Team {at}"]) for at, key in enumerate("abcdf", 1)}), "e"),
    ),
    "objects change": (START, {**START, "objects": {**DEFAULT, "customers": "contacts"}}),
    "key moves": (
        START,
        moved(project(z=("Z", ["Team 1"]), b=("B", ["Team 3", "Team 2"]), c=("C", ["Team 4"])), "z", "a"),
    ),
}
