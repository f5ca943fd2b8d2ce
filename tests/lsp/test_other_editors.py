"""Emacs with eglot, and Vim with ALE, as docs/editor.md sets them up. In the long run only."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editing.projects import FOLDERS, ROOT
from tests.effort import IS_LONG
from tests.tools import lacking

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(not IS_LONG, reason="the long run works with these editors")


def seen(tmp_path, words, **more):
    """What the editor's script wrote."""
    root = tmp_path / "enterprise"
    shutil.copytree(FOLDERS["enterprise"], root)
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHON": sys.executable,
        "ROOT": f"{root}/",
        "FILE": str(root / "workspaces/emea.yaml"),
        "SEEN": str(tmp_path / "seen.json"),
        "HOME": str(tmp_path),
        **more,
    }
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=180)
    assert (tmp_path / "seen.json").exists(), done.stderr.decode(errors="replace")
    return json.loads((tmp_path / "seen.json").read_text())


def test_emacs_with_eglot(tmp_path):
    if not shutil.which("emacs") or not list(Path("/usr/share/emacs/site-lisp/elpa").glob("eglot-*")):
        lacking("Emacs with eglot", "install Debian's packages emacs-nox, elpa-eglot and elpa-yaml-mode")
    found = seen(tmp_path, ["emacs", "--batch", "-Q", "-l", str(HERE / "emacs.el")])
    assert [code.split("\n")[0] for code in found["codes"]] == ["csws [CSW303]: The account has no team `emea csm`."]
    assert "\n  europe:\n" in found["text"]
    assert found["text"].endswith("    renamed_from: emea\n")


def test_vim_with_ale(tmp_path):
    ale = Path("/usr/share/vim-ale")
    if not shutil.which("vim") or not ale.is_dir():
        lacking("Vim with ALE", "install Debian's packages vim and vim-ale")
    words = ["vim", "-u", "NONE", "-i", "NONE", "-n", "--not-a-term", "-S", str(HERE / "vim.vim")]
    (found,) = seen(tmp_path, words, ALE=str(ale))
    assert (found[0], found[1]) == (8, 13)
    assert found[3].startswith("CSW303: The account has no team `Nobody`.")
