"""Whatever an answer was made from: once it has moved, nothing is recalled, and what is told is what is told without memory."""

from __future__ import annotations

import os
import re
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csws.memory import question
from tests.cli.console import csws

ROOT = Path(__file__).parents[2]
ASKED = [("validate",), ("plan", "--format", "json")]


@pytest.fixture
def project(tmp_path, memory):
    """The enterprise example, applied once, with an overlay; both questions are recalled."""
    folder = tmp_path / "meridian"
    shutil.copytree(ROOT / "examples/enterprise", folder, ignore=shutil.ignore_patterns(".csws"))
    config = folder / "csws.yaml"
    config.write_text(config.read_text().replace("    subscription:", "    overlay: more.yaml\n    subscription:", 1))
    (folder / "more.yaml").write_text("workspaces: {}\n")
    assert memory.ask(folder, "apply", "--auto-approve").code == 0
    for words in ASKED:
        memory.ask(folder, *words)
        assert memory.is_recalled(folder, *words)
    return folder


def database(folder: Path) -> Path:
    (found,) = folder.glob(".csws/*.db")
    return found


def edit(name: str, old: str, new: str):
    """Edits without moving the time of the file, as a careless clock or a restored backup would."""

    def move(folder: Path) -> None:
        (path,) = folder.glob(name)
        about, text = path.stat(), path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))

    return move


def linked(name: str):
    """The same thing elsewhere, through a link."""

    def move(folder: Path) -> None:
        aside = folder.parent / "aside"
        shutil.move(folder / name, aside)
        (folder / name).symlink_to(aside)

    return move


def piped(folder: Path) -> None:
    """A pipe whose name an include means: it is no file, and the answer is kept."""
    os.mkfifo(folder / "workspaces/pipe.yaml")
    for words in ASKED:
        csws(folder, *words)
    (folder / "workspaces/pipe.yaml").unlink()


def older_account(folder: Path) -> None:
    """The account goes on, and then the file of before is put back with what it had."""
    kept = folder.parent / "kept.db"
    shutil.copy(database(folder), kept)
    seen = "workspace.primary.name=Seen"
    assert csws(folder, "observe", "--set", seen).code == 0
    for words in ASKED:
        csws(folder, *words)
    shutil.copy(kept, database(folder))


MOVES = {
    "a comment in csws.yaml": edit("csws.yaml", "version: 1", "version: 1 # x"),
    "a value in csws.yaml": edit("csws.yaml", "subscription: enterprise", "subscription: professional"),
    "a value in an included file": edit("workspaces/emea.yaml", "name: ", "name: A "),
    "a value in the overlay": edit("more.yaml", "{}", "{emea: {name: Other}}"),
    "a value in the catalogue, as long as before": edit("catalogs/*.json", '"enabled": true', '"enabled":false'),
    "an included file is gone": lambda folder: (folder / "workspaces/emea.yaml").unlink(),
    "one more file to include": lambda folder: (folder / "workspaces/more.yaml").write_text("removed: [old]\n"),
    "an included file has another name": lambda folder: (folder / "workspaces/emea.yaml").rename(folder / "workspaces/e.yaml"),
    "the overlay is gone": lambda folder: (folder / "more.yaml").unlink(),
    "the overlay is a pipe": lambda folder: ((folder / "more.yaml").unlink(), os.mkfifo(folder / "more.yaml")),
    "the overlay is a link that leaves the project": linked("more.yaml"),
    "a folder is a link that leaves the project": linked("workspaces"),
    "the folder of the account is a link": linked(".csws"),
    "the account is gone": lambda folder: database(folder).unlink(),
    "somebody saw something": lambda folder: csws(folder, "observe", "--set", "workspace.emea.description=By hand"),
    "a transaction is under way": lambda folder: Path(f"{database(folder)}-journal").write_bytes(b"x"),
    "one more file to include, where a pipe was": lambda folder: (piped(folder), (folder / "workspaces/pipe.yaml").write_text("removed: [x]\n")),
    "csws.yaml is gone": lambda folder: (folder / "csws.yaml").unlink(),
}  # fmt: skip
ONLY_THE_ACCOUNT = {"the account is gone", "somebody saw something", "a transaction is under way"}


@pytest.mark.parametrize("name", MOVES)
def test_what_has_moved_is_not_recalled(project, memory, name):
    MOVES[name](project)
    for words in ASKED:
        before = memory.recalls
        told = memory.ask(project, *words)
        looked_at = words[0] == "plan" or name not in ONLY_THE_ACCOUNT
        assert memory.recalls == before + (not looked_at)
        assert told == memory.without(project, *words)


def test_an_older_account_has_its_older_answer(project, memory):
    older_account(project)
    for words in ASKED:
        assert memory.ask(project, *words) == memory.without(project, *words)


def reached_by_a_link(folder: Path) -> None:
    """The same bytes under the same name, through a link inside the project: it is looked at, and found the same."""
    (folder / "more.yaml").rename(folder / "other.yaml")
    (folder / "more.yaml").symlink_to("other.yaml")


STAYS = {
    "a folder that is called like a file to include": lambda folder: (folder / "workspaces/dir.yaml").mkdir(),
    "a link inside the project": reached_by_a_link,
    "a link to somewhere else beside the files": lambda folder: (folder / "venv").symlink_to("/"),
    "nothing": lambda folder: None,
    "the times of all files": lambda folder: [os.utime(path) for path in folder.rglob("*") if path.is_file()],
    "the same text again": lambda folder: (folder / "more.yaml").write_text("workspaces: {}\n"),
    "an account's runbook": lambda folder: (folder / ".csws/run.json").write_text("{}"),
}


@pytest.mark.parametrize("name", STAYS)
def test_what_has_not_moved_is_recalled(project, memory, name):
    STAYS[name](project)
    assert all(memory.is_recalled(project, *words) for words in ASKED)


AROUND = {
    "the operator": lambda patch: patch.setenv("CSWS_OPERATOR", "nobody@x.example"),
    "a terminal without colours": lambda patch: patch.setenv("NO_COLOR", "1"),
    "another csws": lambda patch: patch.setattr(question, "_code", lambda: iter([("csws", 1, 1)])),
    "another Python": lambda patch: patch.setattr(question.sys, "version", "4"),
    "CI": lambda patch: patch.setenv("CI", "true"),
    "memory is off": lambda patch: patch.setenv("CSWS_CACHE", "off"),
    "a word for off": lambda patch: patch.setenv("CSWS_CACHE", "OFF"),
    "a folder that is not named whole": lambda patch: patch.setenv("CSWS_CACHE", "cache"),
    "nobody's home": lambda patch: (patch.delenv("CSWS_CACHE"), patch.setenv("HOME", "")),
    "a shell that completes": lambda patch: patch.setenv("_CSWS_COMPLETE", "bash_source"),
    "other modules before ours": lambda patch: patch.setattr(question.sys, "path", ["/tmp", *question.sys.path]),
    "the clock stands before the answer": lambda patch: patch.setattr(time, "time", lambda: 1_000_000_000.0),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_is_around_a_question_is_part_of_it(project, memory, monkeypatch, name):
    AROUND[name](monkeypatch)
    assert not any(memory.is_recalled(project, *words) for words in ASKED)


@pytest.mark.parametrize(
    "words", [("plan",), ("plan", "--format", "json", "--max-lost", "3"), ("validate", "--strict")]
)
def test_another_question_has_its_own_answer(project, memory, words):
    assert not memory.is_recalled(project, *words)
    assert memory.is_recalled(project, *words)


def test_a_catalogue_gets_old_by_itself(project, memory, monkeypatch):
    """The same files: one moment without the warning, the next one with it."""
    (path,) = project.glob("catalogs/*.json")
    monkeypatch.setattr("csws.cli.session.datetime", _Clock)
    path.write_text(re.sub(r'"pulled_at": null', '"pulled_at": "2026-11-02T12:00:00Z"', path.read_text()))
    edge = datetime(2026, 12, 2, 12, tzinfo=UTC).timestamp()
    for at, warned, recalled in [(-9, False, False), (-1, False, True), (1, True, False), (99, True, True)]:
        monkeypatch.setattr(time, "time", lambda at=at: edge + at)
        before = memory.recalls
        assert ("CSW504" in memory.ask(project, "validate").out) is warned, at
        assert (memory.recalls > before) is recalled, at


class _Clock:
    @staticmethod
    def now(zone):
        return datetime.fromtimestamp(time.time(), zone)
