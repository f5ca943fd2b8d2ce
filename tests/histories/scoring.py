"""Acts on health scores: on the files, and on the record alone."""

from __future__ import annotations

import json

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.histories.book import Act
from tests.histories.editing import ANY, at
from tests.histories.life import Life
from tests.histories.project import NAMES, SCORE_KEYS, score
from tests.histories.running import WHO

STATES = st.sampled_from(["draft", "published"])
BOUNDS = st.sampled_from([(70, 20), (60, 20), (70, 30)])
POINTS = st.sampled_from([100, 90, 80])
RULE = "groups.g.rules.[owner is_known]"
SEEN = st.sampled_from(
    [
        *(("name", name) for name in NAMES),
        ("bands.healthy", "65"),
        ("bands.healthy", "70"),
        ("state", "draft"),
        ("state", "published"),
        (RULE, "95"),
        (RULE, "100"),
        ("groups.g", "null"),
    ]
)


class Scoring:
    life: Life

    @initialize()
    def has_scores(self) -> None:
        self.life.project.data["health_scores"] = {"h": score("Health")}
        self.life.project.write()

    @rule(key=st.sampled_from(SCORE_KEYS), state=STATES, name=st.sampled_from(NAMES))
    def declare_score(self, key: str, state: str, name: str) -> None:
        project = self.life.project
        if name not in {item["name"] for other, item in project.scores.items() if other != key}:
            project.scores[key] = {**score(name, state), **({"protect": True} if state == "draft" else {})}
            self._forget(f"health_score.{key}")

    @rule(where=ANY, bounds=BOUNDS, points=POINTS)
    def edit_score(self, where: int, bounds: tuple[int, int], points: int) -> None:
        scores = self.life.project.scores
        if scores:
            mine = scores[at(scores, where)]
            mine["bands"] = {"healthy": bounds[0], "at_risk": bounds[1]}
            mine["groups"]["g"]["rules"][0]["points"] = points
            self.life.project.write()

    @rule(where=ANY, state=STATES)
    def turn_score(self, where: int, state: str) -> None:
        scores = self.life.project.scores
        if scores:
            scores[at(scores, where)]["state"] = state
            self.life.project.write()

    @rule()
    def swap_names_of_scores(self) -> None:
        scores = self.life.project.scores
        if len(scores) == 2:
            one, other = scores.values()
            one["name"], other["name"] = other["name"], one["name"]
            self.life.project.write()

    @rule(where=ANY, says_so=st.booleans())
    def remove_score(self, where: int, says_so: bool) -> None:
        project = self.life.project
        if project.scores:
            key = at(project.scores, where)
            del project.scores[key]
            project.data["removed"] += [f"health_score.{key}"] if says_so else []
            project.write()

    @rule(where=ANY, key=st.sampled_from(SCORE_KEYS))
    def rename_key_of_score(self, where: int, key: str) -> None:
        project = self.life.project
        if project.scores and key not in project.scores:
            old = at(project.scores, where)
            project.scores[key] = {**project.scores.pop(old), "renamed_from": old}
            self._forget(f"health_score.{key}", f"health_score.{old}")

    def _forget(self, *removed: str) -> None:
        project = self.life.project
        project.data["removed"] = [item for item in project.data["removed"] if item not in removed]
        for key, item in project.scores.items():
            if f"health_score.{key}" in removed:
                continue
            if f"health_score.{item.get('renamed_from')}" in removed:
                del item["renamed_from"]
        project.write()

    def _held(self, name: str, managed: bool) -> list[str]:
        spaces = self.life.books[name].states[-1].spaces
        mine = {at: space for at, space in spaces.items() if "kind" in space}
        return [space["key"] if managed else at for at, space in mine.items() if (space["key"] is not None) is managed]

    def _observe(self, who: str, name: str, *words: str) -> None:
        act = Act(kind="observed", who=who, accounts=[name])
        self.life.does(act, "--account", name, "observe", *words, "--operator", who)

    @rule(who=WHO, where=ANY, one=ANY, seen=SEEN)
    def observe_score(self, who: str, where: int, one: int, seen: tuple[str, str]) -> None:
        name = self.life.account(where)
        if keys := self._held(name, managed=True):
            self._observe(who, name, "--set", f"{at(keys, one)}.{seen[0]}={seen[1]}")

    @rule(who=WHO, where=ANY, one=ANY, managed=st.booleans())
    def observe_score_gone(self, who: str, where: int, one: int, managed: bool) -> None:
        name = self.life.account(where)
        if held := self._held(name, managed=managed):
            self._observe(who, name, "--set", f"{'' if managed else 'unmanaged.'}{at(held, one)}=null")

    @rule(who=WHO, where=ANY, name=st.sampled_from(["By hand", *NAMES]))
    def observe_new_score(self, who: str, where: int, name: str) -> None:
        block = score(name, "draft")
        sheet = self.life.project.root.parent / "score.json"
        sheet.write_text(json.dumps({"health_scores": {"hand": block}}))
        self._observe(who, self.life.account(where), str(sheet))

    @rule(who=WHO, where=ANY, one=ANY, key=st.sampled_from(SCORE_KEYS))
    def import_score(self, who: str, where: int, one: int, key: str) -> None:
        name, project = self.life.account(where), self.life.project
        if ids := self._held(name, managed=False):
            act = Act(kind="imported", who=who, accounts=[name])
            self.life.does(act, "--account", name, "import", f"health_score.{key}=id:{at(ids, one)}", "--operator", who)
            project.read()
