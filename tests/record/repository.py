"""A HubSpot project under git whose record is text, and clones of it, with the real git."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.cli.console import csws

RECORD = "records/acme.jsonl"
NAMES = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@x",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@x",
}


def git(root: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *words],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, **NAMES, **quiet},
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def commit(root: Path, message: str = "record") -> None:
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--allow-empty", "-m", message)


def started(folder: Path) -> Path:
    """A project on `main`, of whose account somebody has seen a workspace."""
    assert csws(folder, "init", "acme").code == 0
    root = folder / "acme"
    file = root / "csws.yaml"
    text = file.read_text().replace("sqlite:.csws/acme.db", f"hubspot:1234567\n    store: file:{RECORD}")
    file.write_text(text)
    git(root, "init", "--quiet", "--initial-branch=main")
    assert csws(root, "record", "merge", "--install").code == 0
    assert csws(root, "observe", "--set", "workspace.hand.name=Hand").code == 0
    commit(root, "start")
    return root


def cloned(root: Path, name: str) -> Path:
    """Another machine, where git has the merge driver too."""
    clone = root.parent / name
    git(root.parent, "clone", "--quiet", str(root), name)
    assert csws(clone, "record", "merge", "--install").code == 0
    driver = f"{shlex.quote(sys.executable)} -m csws record merge %A %B --path %P"
    git(clone, "config", "merge.csws-record.driver", driver)
    return clone


def see(root: Path, *settings: str) -> None:
    """Somebody records what they saw, and commits it."""
    words = [word for setting in settings for word in ("--set", setting)]
    assert csws(root, "observe", *words).code == 0
    commit(root, "seen")
