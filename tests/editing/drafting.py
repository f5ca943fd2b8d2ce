"""Copies of example projects in which drafts are made."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from csws.editing.applying import Applied, applied
from csws.editing.conflicts import digests
from csws.editing.draft import Draft, edits_from
from csws.editing.form import Form
from csws.editing.layout import Layout, layout_of
from csws.editing.project import Texts, checkup
from tests.editing.projects import FOLDERS, NOW


def project(tmp_path: Path, name: str = "enterprise") -> Path:
    root = tmp_path / name
    shutil.copytree(FOLDERS[name], root, ignore=shutil.ignore_patterns(".csws"))
    return root


def saved(root: Path) -> Layout:
    return layout_of(Texts(root=root))


def made(root: Path, *edits: dict[str, Any]) -> Applied:
    done = applied(saved(root), edits_from(list(edits)))
    done.check()
    return done


def form(root: Path, account: str, *edits: dict[str, Any]) -> Form:
    before = checkup(Texts(root=root), NOW)
    return Form(checkup(applied(saved(root), edits_from(list(edits))).texts, NOW, before), before, account)


def draft(root: Path, *edits: dict[str, Any], name: str = "mine") -> Draft:
    return Draft(id=name, base=digests(saved(root)), edits=edits_from(list(edits)))


def changed_lines(root: Path, done: Applied) -> dict[str, list[str]]:
    """File → its lines that go (`-`) and come (`+`)."""
    from difflib import unified_diff

    out = {}
    for file, after in done.texts.unsaved.items():
        before = Texts(root=root).text(file) or ""
        lines = list(unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
        out[file] = [line for line in lines if not line.startswith("@@")]
    return out


def git(root: Path, *words: str, **extra: Any) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True, **extra)
    return done.stdout


def in_git(root: Path) -> Path:
    """The project, committed."""
    git(root, "init", "-q", "-b", "main")
    for key, value in {"user.name": "Kari Nordmann", "user.email": "kari@example.com"}.items():
        git(root, "config", key, value)
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    return root
