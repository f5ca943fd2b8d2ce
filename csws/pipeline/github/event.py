"""The environment of a job in GitHub Actions, and the event that started it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from csws.model.frozen import frozen
from csws.pipeline.forge import Place, Pull

_FOR_PEOPLE = "csws-people.yml"  # the name under which docs/github.md has it copied


@frozen
class Event:
    data: Mapping[str, Any]
    environment: Mapping[str, str]

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Event:
        path = environment.get("GITHUB_EVENT_PATH")
        if not path:
            return cls(data={}, environment=environment)
        with open(path, encoding="utf-8") as stream:
            return cls(data=json.load(stream), environment=environment)

    def get(self, name: str, default: str = "") -> str:
        return self.environment.get(name) or default

    @property
    def repository(self) -> str:
        return self.get("GITHUB_REPOSITORY")

    @property
    def pull(self) -> Pull | None:
        found = self.data.get("pull_request")
        return Pull(number=found["number"], head=found["head"]["sha"]) if found else None

    @property
    def is_from_a_fork(self) -> bool:
        """A pull request whose token may only read. A deleted fork has no repository any more."""
        found = self.data.get("pull_request")
        head = (((found or {}).get("head") or {}).get("repo") or {}).get("full_name")
        return bool(found) and head != self.repository

    @property
    def commit(self) -> str:
        """What people know as the commit: the head of a pull request, not GitHub's test merge."""
        return self.pull.head if self.pull else self.get("GITHUB_SHA")

    @property
    def merged_commits(self) -> list[str]:
        """The commits that this push brought, the newest first."""
        pushed = [item["id"] for item in self.data.get("commits") or () if item.get("id")]
        tip = self.get("GITHUB_SHA")
        return [tip, *(commit for commit in reversed(pushed) if commit != tip)]

    @property
    def branch(self) -> str:
        ref = self.get("GITHUB_REF")
        return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ""

    @property
    def actor(self) -> str:
        return self.get("GITHUB_ACTOR")

    @property
    def run(self) -> tuple[int, int]:
        return int(self.get("GITHUB_RUN_ID", "0")), int(self.get("GITHUB_RUN_ATTEMPT", "1"))

    @property
    def place(self) -> Place:
        home = f"{self.get('GITHUB_SERVER_URL', 'https://github.com')}/{self.repository}"
        run_url = f"{home}/actions/runs/{self.run[0]}"
        return Place(
            commit=self.commit,
            commit_url=f"{home}/commit/{self.commit}",
            run=self.run,
            run_url=run_url,
            files_url=f"{run_url}#artifacts",
            pull_url=f"{home}/pull/{self.pull.number}" if self.pull else "",
            pull_title=(self.data.get("pull_request") or {}).get("title", ""),
            pull_word="pull request",
            pull_mark="#",
            way_on=f"To plan it anew, approve it and apply it: [run the workflow]({self._button(home)}) with the command `apply`.",
            approving="If this is what you want, approve and merge this pull request: the merge approves exactly this plan, "
            "and no other.",
        )

    def _button(self, home: str) -> str:
        """Where a person starts the workflow for people, which is beside the one that runs this job."""
        return f"{home}/actions/workflows/{_FOR_PEOPLE}"
