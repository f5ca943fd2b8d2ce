"""Acts on the files of a project: its settings, and its catalogue."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.histories.life import Life
from tests.histories.project import KEYS, NAMES, block

ANY = st.integers(0, 18)


def at(items: Any, number: int) -> Any:
    items = sorted(items)
    return items[number % len(items)]


class Editing:
    """A name or a team that another workspace has changes hands, so that plans have to break cycles."""

    life: Life

    def _teams(self, key: str) -> list[str]:
        teams: list[str] = self.life.project.spaces[key].get("teams", [])
        return teams

    @rule(where=ANY, name=st.sampled_from(NAMES))
    def rename(self, where: int, name: str) -> None:
        spaces = self.life.project.spaces
        mine = spaces[at(spaces, where)]
        for other in spaces.values():
            if other["name"] == name:
                other["name"] = mine["name"]
        mine["name"] = name
        self.life.project.write()

    @rule(where=ANY, team=ANY)
    def give_team(self, where: int, team: int) -> None:
        spaces = self.life.project.spaces
        keys = [key for key in spaces if key != "primary"]
        name = at(self.life.project.teams.values(), team)
        had = next((key for key in keys if name in self._teams(key)), None)
        if had:
            spaces[had]["teams"] = [item for item in self._teams(had) if item != name]
        if keys and at(keys, where) != had:
            spaces[at(keys, where)]["teams"] = [*self._teams(at(keys, where)), name]
        self.life.project.write()

    @rule(where=ANY, text=st.sampled_from(["", "One", "Two"]))
    def describe(self, where: int, text: str) -> None:
        spaces = self.life.project.spaces
        spaces[at(spaces, where)]["description"] = text
        self.life.project.write()

    @rule(where=ANY, on=st.booleans())
    def protect(self, where: int, on: bool) -> None:
        spaces = self.life.project.spaces
        keys = [key for key in spaces if key != "primary"]
        if keys:
            spaces[at(keys, where)]["protect"] = on
            self.life.project.write()

    @rule(customers=st.sampled_from(["companies", "contacts"]))
    def change_objects(self, customers: str) -> None:
        self.life.project.data["objects"]["customers"] = customers
        self.life.project.write()

    @rule(key=st.sampled_from(KEYS))
    def add(self, key: str) -> None:
        project = self.life.project
        free = [name for name in NAMES if name not in {item["name"] for item in project.spaces.values()}]
        if key not in project.spaces and free:
            project.spaces[key] = block(free[0])
            project.data["removed"] = [item for item in project.data["removed"] if item != key]
            self._forget_old_key(key)
            project.write()

    def _forget_old_key(self, key: str) -> None:
        for space in self.life.project.spaces.values():
            if space.get("renamed_from") == key:
                del space["renamed_from"]

    @rule(where=ANY, says_so=st.booleans())
    def remove(self, where: int, says_so: bool) -> None:
        project = self.life.project
        keys = [key for key in project.spaces if key != "primary"]
        if keys:
            key = at(keys, where)
            del project.spaces[key]
            project.data["removed"] += [key] if says_so else []
            project.write()

    @rule(where=ANY, key=st.sampled_from(KEYS))
    def rename_key(self, where: int, key: str) -> None:
        project = self.life.project
        keys = [key for key in project.spaces if key != "primary"]
        if key not in project.spaces and keys:
            old = at(keys, where)
            project.spaces[key] = {**project.spaces.pop(old), "renamed_from": old}
            project.data["removed"] = [item for item in project.data["removed"] if item not in (key, old)]
            self._forget_old_key(key)
            project.write()

    @rule(team=ANY, follows=st.booleans())
    def rename_team(self, team: int, follows: bool) -> None:
        """In the catalogue; the settings follow, or not."""
        project = self.life.project
        identity = at(project.teams, team)
        old = project.teams[identity]
        new = old.removesuffix(" (new)") if old.endswith(" (new)") else f"{old} (new)"
        project.teams[identity] = new
        for key in project.spaces if follows else ():
            if old in self._teams(key):
                project.spaces[key]["teams"] = [new if item == old else item for item in self._teams(key)]
        project.write()

    @rule(team=ANY)
    def lose_team(self, team: int) -> None:
        """It is gone from the account; one that was gone is there again."""
        project = self.life.project
        identity = str(team % 8 + 1)
        if identity not in project.teams:
            project.teams[identity] = f"Team {identity}"
        elif len(project.teams) > 5:
            name = project.teams.pop(identity)
            for key in project.spaces:
                if name in self._teams(key):
                    project.spaces[key]["teams"] = [item for item in self._teams(key) if item != name]
        project.write()
