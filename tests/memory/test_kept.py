"""What is kept: only what is sure, never in the project, and nothing that somebody else may have written is believed."""

from __future__ import annotations

import errno
import json
import os
import pkgutil
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from csws.memory import answers, recall
from csws.model import sources
from csws.model.sources import Sources
from tests.cli.console import csws

ROOT = Path(__file__).parents[2]
CSWS = [sys.executable, "-m", "csws"]


@pytest.fixture
def project(tmp_path, memory):
    shutil.copytree(ROOT / "examples/walkthrough", tmp_path / "p", ignore=shutil.ignore_patterns(".csws"))
    return tmp_path / "p"


def only_answer(memory) -> Path:
    (found,) = memory.folder.iterdir()
    return found


def test_nothing_is_kept_in_the_project(project, memory):
    before = sorted(project.rglob("*"))
    csws(project, "validate")
    csws(project, "plan")
    assert sorted(project.rglob("*")) == before
    assert len(list(memory.folder.iterdir())) == 2


def test_what_is_kept_is_for_its_user_alone(project, memory):
    csws(project, "validate")
    assert stat.S_IMODE(memory.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_answer(memory).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("is valid", "is wrong"),
        lambda text: "",
        lambda text: "x" * 64 + "\n{}",
        lambda text: answers._check("x", "{}") + "\n{}",
        lambda text: answers._check("x", "[]") + "\n[]",
        lambda text: "\x00",
    ],
)
def test_a_damaged_answer_is_no_answer(project, memory, damage):
    wanted = memory.ask(project, "validate")
    kept = only_answer(memory)
    changed = damage(kept.read_text())
    assert changed != kept.read_text()
    kept.write_text(changed)
    assert not memory.is_recalled(project, "validate")
    assert memory.ask(project, "validate") == wanted
    assert memory.is_recalled(project, "validate")


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(project, memory):
    memory.folder.parent.write_text("in the way")
    assert memory.ask(project, "validate") == memory.without(project, "validate")


def swapped(one: Path, other: Path) -> None:
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


@pytest.mark.parametrize(
    "move",
    [
        lambda folder: (folder / "csws.yaml").write_text((folder / "csws.yaml").read_text() + "removed: [x]\n"),
        lambda folder: swapped(folder, folder.parent / "other"),
        lambda folder: shutil.copy(folder.parent / "other/.csws/brightwater.db", folder / ".csws/brightwater.db"),
    ],
    ids=["a file is written", "folders are swapped", "the account is written"],
)
@pytest.mark.parametrize("moment", ["csws.workflow.plan_project.check_account", "csws.workflow.plan.planned_to"])
def test_what_moves_while_a_question_is_answered_is_seen(project, memory, monkeypatch, move, moment):
    """The answer is of what was read: asked again, what is there now is told."""
    shutil.copytree(project, project.parent / "other")
    assert csws(project.parent / "other", "apply", "--auto-approve").code == 0
    assert csws(project, "apply", "--auto-approve").code == 0
    assert csws(project, "observe", "--set", "workspace.primary.description=Seen").code == 0
    inner, moved = pkgutil.resolve_name(moment), []

    def late(*arguments: object) -> object:
        if not moved:
            moved.append(move(project))
        return inner(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(moment, late)
        csws(project, "plan", "--format", "json")
    assert moved
    assert memory.ask(project, "plan", "--format", "json") == memory.without(project, "plan", "--format", "json")


def test_a_read_that_fails_once_is_not_kept(project, memory, monkeypatch):
    inner = Path.read_bytes

    def failing(path: Path) -> bytes:
        if path.name == "brightwater.json":
            raise OSError(errno.EMFILE, "Too many open files")
        return inner(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", failing)
        assert csws(project, "validate").code == 3
    assert not memory.folder.exists()
    assert csws(project, "validate").code == 0


def test_an_account_that_may_not_be_looked_at_is_not_taken_for_absent(project, memory, monkeypatch):
    csws(project, "plan")
    assert memory.is_recalled(project, "plan")
    inner = os.lstat

    def refusing(path: str, **more: object) -> object:
        if str(path).endswith(".db"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return inner(path, **more)

    monkeypatch.setattr(os, "lstat", refusing)
    assert not memory.is_recalled(project, "plan")


def test_nothing_else_in_the_cache_folder_is_touched(project, memory, monkeypatch):
    """It may be anybody's folder that is named."""
    monkeypatch.setattr(answers, "MOST", 2)
    memory.folder.mkdir(parents=True)
    others = [memory.folder.parent / f"thesis-{at}.txt" for at in range(5)]
    others += [memory.folder / name for name in ("notes", "f" * 39, ".hidden", "0" * 41)]
    for path in others:
        path.write_text("mine")
    (memory.folder / "folder").mkdir()
    abandoned = memory.folder / f".{'a' * 40}.1.2"
    abandoned.write_text("half")
    os.utime(abandoned, (0, 0))
    for number in range(4):
        csws(project, "plan", "--max-lost", str(number))
    assert all(path.read_text() == "mine" for path in others)
    assert not abandoned.exists()
    assert len([path for path in memory.folder.iterdir() if len(path.name) == 40]) == 2


def test_what_is_asked_for_stays(project, memory, monkeypatch):
    """Of three answers the one gives way that was not asked for longest, whenever it was given."""
    monkeypatch.setattr(answers, "MOST", 2)
    csws(project, "validate")
    os.utime(only_answer(memory), (1, 1))
    csws(project, "plan", "--max-lost", "1")
    (other,) = [path for path in memory.folder.iterdir() if path.stat().st_mtime > 1]
    os.utime(other, (2, 2))
    assert memory.is_recalled(project, "validate")
    csws(project, "plan", "--max-lost", "2")
    assert not other.exists()
    assert memory.is_recalled(project, "validate")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("since", "x"), ("until", "x"), ("files", 3), ("files", {"csws.yaml": 3}), ("text", 3), ("text", None), ("root", 3),
        ("matches", {"x": 3}), ("inside", None), ("stores", []), ("code", "0"), ("code", 4), ("code", None),
    ],
)  # fmt: skip
def test_a_whole_answer_of_wrong_values_is_no_answer(project, memory, member, value):
    wanted = memory.ask(project, "plan")
    kept = only_answer(memory)
    data = {**json.loads(kept.read_text().partition("\n")[2]), member: value}
    body = json.dumps(data)
    kept.write_text(f"{answers._check(kept.name, body)}\n{body}")
    assert not memory.is_recalled(project, "plan")
    assert memory.without(project, "plan") == wanted


def a_pipe(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept)


def another_question(kept: Path) -> None:
    csws(kept.parents[2] / "p", "plan", "--max-lost", "1")
    (other,) = [path for path in kept.parent.iterdir() if path != kept]
    other.replace(kept)


STRANGE = {
    "a pipe": a_pipe,
    "a link": lambda kept: (shutil.move(kept, kept.parents[2] / "x"), kept.symlink_to(kept.parents[2] / "x")),
    "somebody else may write it": lambda kept: kept.chmod(0o666),
    "the answer to another question": another_question,
    "nested without end": lambda kept: kept.write_text(deep(kept.name)),
}


def deep(name: str) -> str:
    body = "[" * 100_000
    return f"{answers._check(name, body)}\n{body}"


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_not_of_our_making_is_not_believed(project, memory, name):
    csws(project, "plan")
    STRANGE[name](only_answer(memory))
    assert not memory.is_recalled(project, "plan")
    assert memory.ask(project, "plan") == memory.without(project, "plan")


def test_a_long_answer_is_given_piece_by_piece_and_not_kept(project, memory, monkeypatch):
    monkeypatch.setattr(recall, "LONGEST", 50)
    assert memory.ask(project, "plan", "--format", "json") == memory.without(project, "plan", "--format", "json")
    assert not memory.folder.exists()
    question, given = recall.Question(str(memory.folder), "f" * 40), []
    with recall.Keeping(question, Sources("."), 0) as keeping:
        for piece in keeping.copied("x" * 20 for _ in range(5)):
            given.append(piece)
            assert len(keeping._pieces) <= 2
    assert (len(given), memory.folder.exists()) == (5, False)


def test_of_very_many_files_nothing_is_kept(project, memory, monkeypatch):
    monkeypatch.setattr(sources, "MOST", 1)
    csws(project, "validate")
    assert not memory.folder.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("plan", "--out", "a.plan"), 0),
        (("plan", "--format", "markdown"), 0),
        (("validate", "--format", "sarif"), 0),
        (("plan", "--operator", "nobody@x.example"), 7),
        (("plan", "--nonsense"), 64),
        (("drift",), 0),
        (("--version",), 0),
    ],
)
def test_what_is_not_sure_is_not_kept(project, memory, words, code, monkeypatch):
    monkeypatch.chdir(project.parent)
    assert csws(project, *words).code == code
    assert not memory.folder.exists()


def test_old_answers_give_way(project, memory, monkeypatch):
    monkeypatch.setattr(answers, "MOST", 3)
    for number in range(6):
        csws(project, "plan", "--max-lost", str(number))
    assert len(list(memory.folder.iterdir())) == 3
    assert memory.is_recalled(project, "plan", "--max-lost", "5")
    assert not memory.is_recalled(project, "plan", "--max-lost", "0")


def test_many_at_once_keep_one_whole_answer(project, memory):
    wanted = memory.without(project, "validate", "--format", "json").out
    environment = {**os.environ, "CSWS_CACHE": str(memory.folder.parent)}
    environment.pop("CI", None)
    told: list[str] = []

    def ask() -> None:
        done = subprocess.run(
            [*CSWS, "validate", "--format", "json"], cwd=project, env=environment, capture_output=True, text=True
        )
        told.append(done.stdout)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [wanted] * 8
    kept = only_answer(memory)
    assert answers.read(str(memory.folder), kept.name).text == wanted
    json.loads(kept.read_text().partition("\n")[2])


def test_a_recalled_answer_loads_next_to_nothing(project, memory):
    """As a whole process, with what it has imported."""
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    code = "import sys; sys.argv = ['csws', 'plan']\nfrom csws.cli.entry import run\ncode = run(sys.argv[1:])\nprint(*sorted(sys.modules), file=sys.stderr)\nsys.exit(code)"
    csws(project, "apply", "--auto-approve")
    first, second = (
        subprocess.run([sys.executable, "-c", code], cwd=project, env=environment, capture_output=True, text=True)
        for _ in range(2)
    )
    assert (first.returncode, first.stdout) == (second.returncode, second.stdout)
    assert "click" in first.stderr.split()
    loaded = second.stderr.split()
    assert not {"click", "yaml", "dataclasses", "sqlite3", "inspect"} & set(loaded)
    assert {name for name in loaded if name.startswith("csws.")} <= {
        "csws.cli",
        "csws.cli.entry",
        "csws.interrupts",
        "csws.load",
        "csws.load.bounds",
        "csws.memory",
        "csws.memory.answers",
        "csws.memory.looking",
        "csws.memory.question",
        "csws.memory.recall",
        "csws.model",
        "csws.model.sources",
    }
