"""What is kept: only what is sure, never in the project, and nothing that somebody else may have written is believed."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from csws.memory import answers, recall
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
        lambda text: answers._check("{}") + "\n{}",
        lambda text: answers._check("[]") + "\n[]",
        lambda text: answers._check("\x00") + "\n\x00",
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
    memory.folder.write_text("in the way")
    assert memory.ask(project, "validate") == memory.without(project, "validate")


def test_what_moved_just_now_is_not_kept(project, memory, monkeypatch):
    monkeypatch.setattr(recall, "TICK", 2.0)
    csws(project, "validate")
    assert not memory.folder.exists()
    time.sleep(2.2)
    csws(project, "validate")
    assert memory.is_recalled(project, "validate")


@pytest.mark.parametrize("moved", ["csws.yaml", "catalogs/brightwater.json", ".csws/brightwater.db"])
def test_what_moves_while_a_question_is_answered_is_not_kept(project, memory, monkeypatch, moved):
    """A file that is written between the reading and the keeping: the answer is of what was there before."""
    csws(project, "apply", "--auto-approve")
    monkeypatch.setattr(recall, "TICK", 0.0)
    time.sleep(0.1)
    inner = recall.keep

    def late(*arguments: object) -> None:
        (path,) = project.glob(moved)
        path.write_bytes(path.read_bytes())
        inner(*arguments)

    monkeypatch.setattr(recall, "keep", late)
    csws(project, "plan")
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
    environment = {**os.environ, "CSWS_CACHE": str(memory.folder)}
    environment.pop("CI", None)
    time.sleep(2.2)
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
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COV") and key != "CI"}
    code = "import sys; sys.argv = ['csws', 'plan']\nfrom csws.cli.entry import run\ncode = run(sys.argv[1:])\nprint(*sorted(sys.modules), file=sys.stderr)\nsys.exit(code)"
    csws(project, "apply", "--auto-approve")
    time.sleep(2.2)
    first, second = (
        subprocess.run([sys.executable, "-c", code], cwd=project, env=environment, capture_output=True, text=True)
        for _ in range(2)
    )
    assert (first.returncode, first.stdout) == (second.returncode, second.stdout)
    assert "click" in first.stderr.split()
    loaded = second.stderr.split()
    assert not {"click", "yaml", "dataclasses", "typing", "sqlite3", "inspect"} & set(loaded)
    assert {name for name in loaded if name.startswith("csws.")} <= {
        "csws.cli",
        "csws.cli.entry",
        "csws.memory",
        "csws.memory.answers",
        "csws.memory.looking",
        "csws.memory.question",
        "csws.memory.recall",
        "csws.model",
        "csws.model.sources",
    }
