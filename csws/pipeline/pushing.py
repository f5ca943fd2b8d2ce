"""Records that are text under git: read from the branch's tip before a job changes them, and pushed
to it before anybody hears of the change.

The checkout stays as it is. A push that is refused because somebody else pushed is merged with
`csws record merge` and tried again.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path

from csws.model.frozen import frozen
from csws.pipeline.program import Done, Program

_TRIES = 5


class Unpushed(Exception):
    """The record was changed, but could not be pushed."""


@frozen
class Records:
    """The records of a project, by their paths in the repository. `branch` is where they live."""

    program: Program
    paths: tuple[str, ...]
    branch: str
    token: str | None
    author: str
    push_options: tuple[str, ...] = ()
    push_to: str = "origin"

    def take_newest(self) -> None:
        """Makes the records in the checkout those of the branch's tip. Raises Unpushed."""
        if self.paths:
            tip = self._fetch()
            for path in self.paths:
                self._write(path, self._at(tip, path))

    def publish(self, message: str) -> bool:
        """Pushes what changed; returns whether anything did. Raises Unpushed."""
        if not self.paths:
            return False
        tip = self._tip() or self._fetch()
        said = ""
        for _ in range(_TRIES):
            commit = self._commit(tip, message)
            if commit is None:
                return False
            pushed = self._git(
                "push", "--porcelain", *self.push_options, self.push_to, f"{commit}:refs/heads/{self.branch}"
            )
            if pushed.code == 0:
                return True
            said = pushed.last_words
            newer = self._fetch()
            if newer == tip:
                break  # not because of somebody else's push: it is refused whatever we do
            self._merge(tip, newer)
            tip = newer
        raise Unpushed(f"The record could not be pushed to `{self.branch}`. git says: {said}")

    def _commit(self, tip: str, message: str) -> str | None:
        """A commit on top of `tip` with the records of the checkout; None if nothing differs."""
        index = {"GIT_INDEX_FILE": os.fspath(self._scratch("index"))}
        self._must("read-tree", tip, more=index)
        for path in self.paths:
            file = self.program.root / path
            if file.is_file():
                blob = self._must("hash-object", "-w", "--no-filters", "--", os.fspath(file))
                self._must("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", more=index)
        tree = self._must("write-tree", more=index)
        if tree == self._must("rev-parse", f"{tip}^{{tree}}"):
            return None
        who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in self._identity()}
        return self._must("commit-tree", tree, "-p", tip, "-m", message, more=who)

    def _identity(self) -> tuple[tuple[str, str], ...]:
        return ("NAME", f"csws, for {self.author}" if self.author else "csws"), ("EMAIL", "csws@noreply.invalid")

    def _merge(self, old: str, new: str) -> None:
        """Puts our new lines after those that were pushed meanwhile."""
        for path in self.paths:
            theirs = self._at(new, path)
            if theirs == self._at(old, path):
                continue
            merged = self._scratch("merged.jsonl")
            merged.write_bytes(theirs or b"")
            ours = os.fspath((self.program.root / path).resolve())
            done = self.program.run("record", "merge", os.fspath(merged.resolve()), ours, "--path", path, selection=())
            if done.code != 0:
                raise Unpushed(f"`{path}` was changed by somebody else at the same time: {done.last_words}")
            self._write(path, merged.read_bytes())

    def _fetch(self) -> str:
        done = self._git("fetch", "--no-tags", "--depth=1", "origin", f"refs/heads/{self.branch}")
        if done.code != 0:
            raise Unpushed(f"The branch `{self.branch}` cannot be fetched. git says: {done.last_words}")
        return self._must("rev-parse", "FETCH_HEAD")

    def _tip(self) -> str | None:
        found = self._git("rev-parse", "--verify", "--quiet", "FETCH_HEAD")
        return found.out.strip() if found.code == 0 else None

    def _at(self, commit: str, path: str) -> bytes | None:
        found = self._git("cat-file", "blob", f"{commit}:{path}")
        return found.data if found.code == 0 else None

    def _write(self, path: str, data: bytes | None) -> None:
        file = self.program.root / path
        if data is None:
            file.unlink(missing_ok=True)
        elif not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def _scratch(self, name: str) -> Path:
        folder = self.program.root / self.program.directory / ".csws"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"pipeline-{name}"

    def _must(self, *words: str, more: Mapping[str, str] | None = None) -> str:
        done = self._git(*words, more=more)
        if done.code != 0:
            raise Unpushed(f"`git {words[0]}` failed. It says: {done.last_words}")
        return done.out.strip()

    def _git(self, *words: str, more: Mapping[str, str] | None = None) -> Done:
        remote = login(self.program, self.token) if words[0] in ("fetch", "push") else {}
        return self.program.git(*words, more={**remote, **(more or {})})


def login(program: Program, token: str | None) -> dict[str, str]:
    """The token as a header that only this one git process sees: in no argument and no file. None
    where the checkout kept a login of its own: a second header would be refused."""
    if not token or program.git("config", "--get-regexp", r"^http\..*extraheader$").code == 0:
        return {}
    count = int(program.environment.get("GIT_CONFIG_COUNT") or 0)
    pair = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": "http.extraheader",
        f"GIT_CONFIG_VALUE_{count}": f"Authorization: Basic {pair}",
        "GIT_TERMINAL_PROMPT": "0",
    }
