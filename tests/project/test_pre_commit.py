"""The hooks for this repository find and correct what they should."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / ".pre-commit-config.yaml"
HOOKS = [
    hook for repository in yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"] for hook in repository["hooks"]
]


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """Not among the files that tests make, because those may not contain the planted token."""
    with TemporaryDirectory(prefix="csws-hooks-") as scratch:
        folder = Path(scratch, "clone")
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
        (folder / CONFIG.name).write_bytes(CONFIG.read_bytes())
        subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
        yield folder


def run(clone: Path, hook: str) -> subprocess.CompletedProcess[str]:
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {
        **os.environ,
        "PATH": programs,
        "PRE_COMMIT_HOME": str(clone.parent / "cache"),
        "PRE_COMMIT_COLOR": "never",
    }
    environment.pop("PYTHONPATH", None)
    words = [sys.executable, "-m", "pre_commit", "run", hook, "--all-files"]
    return subprocess.run(words, cwd=clone, env=environment, capture_output=True, encoding="utf-8")


def test_all_hooks_are_tried_here():
    examples = [f"fmt-{path.parent.name}" for path in sorted(ROOT.glob("examples/*/csws.yaml"))]
    assert [hook["id"] for hook in HOOKS] == ["ruff-check", "ruff-format", "mypy", *examples]
    assert all(
        repository["repo"] == "local" for repository in yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"]
    )


@pytest.mark.parametrize(
    ("hook", "file", "fault"),
    [
        ("ruff-check", "csws/errors.py", "import os\n"),
        ("ruff-format", "csws/errors.py", "x = ( 1,2 )\n"),
        ("fmt-agency", "examples/agency/overlays/alder.yaml", "\n\n\n# The end.\n"),
        ("fmt-enterprise", "examples/enterprise/objects.yaml", "\n\n\n# The end.\n"),
        ("fmt-walkthrough", "examples/walkthrough/csws.yaml", "\n\n\n# The end.\n"),
    ],
)
def test_a_hook_finds_what_it_is_for(clone, hook, file, fault):
    before = (clone / file).read_bytes()
    good = run(clone, hook)
    (clone / file).write_bytes(before + fault.encode())
    try:
        bad = run(clone, hook)
    finally:
        (clone / file).write_bytes(before)
    assert good.returncode == 0, good.stdout + good.stderr
    assert bad.returncode == 1, bad.stdout + bad.stderr


def test_mypy_is_called_as_in_the_makefile():
    (mypy,) = [hook for hook in HOOKS if hook["id"] == "mypy"]
    assert mypy["entry"] == "python -m mypy"
    assert "$(BIN)/mypy\n" in (ROOT / "Makefile").read_text(encoding="utf-8")
