"""Acts of two machines on one record that is text: each records something, and one merges the
other's version."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from csws.model.names import folded
from tests.cli.console import Result, csws
from tests.histories.book import Act
from tests.histories.editing import ANY, at
from tests.histories.life import Life
from tests.histories.project import PEOPLE
from tests.histories.seeing import VALUES

OURS, THEIRS = PEOPLE
SEEN = st.tuples(st.integers(0, 3), VALUES)


def _name_in(seen: tuple[int, tuple[str, str]]) -> str | None:
    """The name that an observation gives to a workspace, as names are compared."""
    path, value = seen[1]
    return folded(value) if path == "name" else None


def _can_merge(machine: Merging) -> bool:
    return machine.life.store.merges


class Merging:
    life: Life

    @precondition(_can_merge)
    @rule(where=ANY, ours=st.one_of(st.none(), SEEN), theirs=SEEN)
    def both_observe(
        self,
        where: int,
        ours: tuple[int, tuple[str, str]] | None,
        theirs: tuple[int, tuple[str, str]],
    ) -> None:
        name = self.life.account(where)
        other = self._machine()
        known = len(self.life.books[name].states)
        key, words = self._seen(name, theirs)
        assert csws(other, "--account", name, "observe", *words, "--operator", THEIRS).code == 0
        mine = None
        if ours is not None:
            mine, words = self._seen(name, ours)
            self.life.does(
                Act("observed", OURS, [name]),
                "--account",
                name,
                "observe",
                *words,
                "--operator",
                OURS,
            )
        has_own = len(self.life.books[name].states) > known
        before = self._text(name)
        done = self._merge(name, other, Act("observed", THEIRS, [name]))
        is_same = mine == key or (
            ours is not None and _name_in(ours) is not None and _name_in(ours) == _name_in(theirs)
        )
        is_in_the_way = is_same and has_own and self._differs(name, other, before)
        assert done.code == (1 if is_in_the_way else 0), done

    @precondition(_can_merge)
    @rule(where=ANY, ours=SEEN)
    def a_step_is_done_elsewhere(self, where: int, ours: tuple[int, tuple[str, str]]) -> None:
        """Kim reports a step on another machine, while here somebody sees something."""
        name = self.life.account(where)
        book, other = self.life.books[name], self._machine()
        run = book.run
        done = self.life.by_hand(name, 1) if run and book.base else []
        if not done or run is None:
            return
        said = ("--done", ",".join(map(str, done)), "--by", "Kim")
        told = csws(
            other,
            "apply",
            "--resume",
            "--run",
            run,
            *said,
            "--format",
            "json",
            "--operator",
            THEIRS,
        )
        assert done[0] in told.json["accounts"][0]["done"], told
        _, words = self._seen(name, ours)
        self.life.does(Act("observed", OURS, [name]), "--account", name, "observe", *words, "--operator", OURS)
        act = Act("applied", THEIRS, [name], resumes=True, by="Kim", done=done)
        if self._merge(name, other, act).code == 1:  # both saw to the same workspace: the step is reported here again
            self.life.report(name, done if self._waits(name, done) else [], OURS)

    def _waits(self, name: str, done: list[int]) -> bool:
        held = self.life.held(name)
        return held is not None and set(done) <= set(held.run.waiting) and not held.run.overtaken

    def _machine(self) -> Path:
        """Another machine, at the same commit: it has what git keeps."""
        root = self.life.project.root
        other = root.parent / "other"
        shutil.rmtree(other, ignore_errors=True)
        return Path(shutil.copytree(root, other, ignore=shutil.ignore_patterns(".csws", "place")))

    def _seen(self, name: str, seen: tuple[int, tuple[str, str]]) -> tuple[str, list[str]]:
        key, (path, value) = seen
        found = at(self.life.books[name].states[-1].managed, key)
        return found, ["--set", f"workspace.{found}.{path}={value}"]

    def _path(self, name: str) -> str:
        return (self.life.project.record(name) or "").removeprefix("file:")

    def _text(self, name: str) -> bytes:
        return _bytes(self.life.project.root / self._path(name))

    def _differs(self, name: str, other: Path, ours: bytes) -> bool:
        """Whether the other machine has lines of a revision that ours lacks."""
        lines = set(_bytes(other / self._path(name)).splitlines()) - set(ours.splitlines())
        return any(b'"revision"' in line and b'"changes"' in line for line in lines)

    def _merge(self, name: str, other: Path, act: Act) -> Result:
        path, before = self._path(name), self._text(name)
        if not (other / path).exists() or not before:
            return Result(0, "", "")
        done = self.life.does(act, "record", "merge", path, str(other / path))
        assert done.code in (0, 1), done
        assert self._text(name).startswith(before)
        assert done.code == 0 or self._text(name) == before
        assert csws(self.life.project.root, "record", "verify", path).code == 0
        again = csws(self.life.project.root, "record", "merge", path, str(other / path))
        assert done.code == 1 or "0 lines added" in again.err, again
        return done


class Fewer:
    """What happens to a record between merges."""

    life: Life

    @rule(key=ANY, who=st.sampled_from(PEOPLE))
    def apply_another_name(self, key: int, who: str) -> None:
        project = self.life.project
        project.spaces[at(project.spaces, key)]["name"] = f"Name {len(self.life.told)}"
        project.write()
        act = Act("applied", who, project.accounts, self.life.asked([]), agrees=True)
        words = ("--auto-approve", "--new-account", "--max-lost", "100", "--format", "json")
        self.life.does(act, "apply", *words, "--operator", who)

    @rule(count=st.integers(1, 5), where=ANY, who=st.sampled_from(PEOPLE))
    def report_some(self, count: int, where: int, who: str) -> None:
        name = self.life.account(where)
        self.life.report(name, self.life.by_hand(name, count), who)

    @rule(who=st.sampled_from(PEOPLE), where=ANY)
    def see_a_new_one(self, who: str, where: int) -> None:
        name = self.life.account(where)
        words = (
            "--account",
            name,
            "observe",
            "--set",
            "workspace.hand.name=Hand",
            "--operator",
            who,
        )
        self.life.does(Act("observed", who, [name]), *words)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
