"""Whatever is done to a project, in whatever order: with memory the same is told as without."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.memory.asking import Memory

pytestmark = pytest.mark.no_cover
ROOT = Path(__file__).parents[2]
ASKED = [("validate",), ("plan", "--detailed-exitcode", "--format", "json")]
NAMES = st.sampled_from(["A", "B"])


def rename(memory: Memory, folder: Path, name: str) -> None:
    (folder / "more.yaml").write_text(f"workspaces: {{emea: {{name: {name}}}}}\n")


def include(memory: Memory, folder: Path, name: str) -> None:
    (folder / "workspaces/more.yaml").write_text(f"removed: [{name.lower()}]\n")


def exclude(memory: Memory, folder: Path, name: str) -> None:
    (folder / "workspaces/more.yaml").unlink(missing_ok=True)


def say(*words: str):
    return lambda memory, folder, name: memory.ask(folder, *(word.replace("NAME", name) for word in words))


def save(memory: Memory, folder: Path, name: str) -> None:
    for path in folder.glob(".csws/*.db"):
        shutil.copy(path, folder.parent / f"{name}.db")


def restore(memory: Memory, folder: Path, name: str) -> None:
    for path in folder.glob(".csws/*.db"):
        if (folder.parent / f"{name}.db").exists():
            shutil.copy(folder.parent / f"{name}.db", path)


DEEDS = st.sampled_from(
    [rename, include, exclude, save, restore, say("apply", "--auto-approve"), say("observe", "--set", "workspace.emea.description=NAME")]
)  # fmt: skip


@given(deeds=st.lists(st.tuples(DEEDS, NAMES), max_size=6))
@settings(max_examples=settings.default.max_examples // 14)
def test_memory_changes_no_answer(deeds):
    with TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        memory, folder = Memory(Path(scratch) / "cache", patch), Path(scratch) / "meridian"
        shutil.copytree(ROOT / "examples/enterprise", folder, ignore=shutil.ignore_patterns(".csws"))
        config = folder / "csws.yaml"
        config.write_text(
            config.read_text().replace("    subscription:", "    overlay: more.yaml\n    subscription:", 1)
        )
        (folder / "more.yaml").write_text("workspaces: {}\n")
        for deed, name in [(exclude, "A"), *deeds]:
            deed(memory, folder, name)
            for words in ASKED:
                wanted = memory.without(folder, *words)
                assert memory.ask(folder, *words) == wanted
                assert memory.ask(folder, *words) == wanted
        assert memory.recalls >= len(deeds)
