"""The files of a history: accounts with a catalogue each, and settings that change. Knows no record."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from csws.model.yaml_text import yaml_text
from tests.histories.stores import Store
from tests.properties.test_whole_path import catalog

Json = dict[str, Any]
PEOPLE = ("ops@acme.example", "eye@acme.example")
ACCOUNTS = {"acme": "1001", "beta": "1002", "gamma": "1003"}
TAB: Json = {"customers": {"csm_property": "owner"}, "services": {"show": False}, "revenue": {"show": False}}
KEYS = ("a", "b", "c", "d", "e", "f")
SCORE_KEYS = ("h", "u")
SCORES = tuple(f"health_score.{key}" for key in SCORE_KEYS)  # as they are named where they are removed
NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Straße")


def block(name: str, teams: list[str] | None = None) -> Json:
    return copy.deepcopy({"name": name, **({"teams": teams} if teams else {}), **TAB})


def score(name: str, state: str = "published") -> Json:
    rules = [
        {"property": "owner", "is_known": True, "points": 100},
        {"property": "end", "is_known": True, "points": 50},
    ]
    return {
        "name": name,
        "object": "companies",
        "state": state,
        "bands": {"healthy": 70, "at_risk": 20},
        "groups": {"g": {"name": "Group", "kind": "properties", "max": 100, "rules": copy.deepcopy(rules)}},
    }


def start() -> Json:
    return {
        "objects": {"customers": "companies", "services": None, "revenue": []},
        "workspaces": {
            "primary": block("All"),
            "a": block("Alpha", ["Team 1", "Team 2"]),
            "b": block("Beta", ["Team 3"]),
        },
        "removed": [],
    }


@dataclass
class Project:
    """`teams` are the names of the catalogue's teams by id; all accounts share them."""

    root: Path
    store: Store
    accounts: tuple[str, ...]
    data: Json = field(default_factory=start)
    teams: dict[str, str] = field(default_factory=lambda: {str(at): f"Team {at}" for at in range(1, 9)})

    @property
    def spaces(self) -> Json:
        spaces: Json = self.data["workspaces"]
        return spaces

    @property
    def scores(self) -> Json:
        scores: Json = self.data.setdefault("health_scores", {})
        return scores

    def target(self, name: str) -> str:
        return self.store.target.format(id=ACCOUNTS[name], name=name)

    def record(self, name: str) -> str | None:
        """Where the record of an account is kept, if it is said."""
        return self.store.store and self.store.store.format(id=ACCOUNTS[name], name=name)

    def write(self) -> None:
        for name in self.accounts:
            (self.root / f"{name}.json").write_text(json.dumps(self._catalog(name)))
        entries = {name: self._entry(name) for name in self.accounts}
        text = yaml_text({"version": 1, "accounts": entries, **self.data})
        (self.root / "csws.yaml").write_text(text, encoding="utf-8", newline="")

    def read(self) -> None:
        """What csws wrote into the file is the settings from now on."""
        data = yaml.safe_load((self.root / "csws.yaml").read_text(encoding="utf-8"))
        self.data = {key: data[key] for key in ("objects", "workspaces", "health_scores", "removed") if key in data}

    def _entry(self, name: str) -> Json:
        entry = {"target": self.target(name), "catalog": f"{name}.json", "subscription": "enterprise"}
        record = self.record(name)
        return entry | {"operator": PEOPLE[0]} | ({"store": record} if record else {})

    def _catalog(self, name: str) -> Json:
        data = catalog()
        data["account"] = {"id": ACCOUNTS[name], "name": name}
        known = [team for team in data["teams"] if team["id"] in self.teams]
        data["teams"] = [{**team, "name": self.teams[team["id"]]} for team in known]
        (person,) = data["people"]
        data["people"] = [{**person, "id": str(at), "email": email} for at, email in enumerate(PEOPLE)]
        return data
