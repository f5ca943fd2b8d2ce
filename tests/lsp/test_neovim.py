"""Neovim, without a screen, as a client that csws did not write: a finding, its correction, completion, a rename."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.editing.projects import FOLDERS, ROOT
from tests.tools import neovim

SCRIPT = Path(__file__).parent / "neovim.lua"


def test_a_person_in_neovim(tmp_path):
    root = tmp_path / "enterprise"
    shutil.copytree(FOLDERS["enterprise"], root)
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "FILE": str(root / "workspaces/emea.yaml"),
        "ROOT": str(root),
        "SERVER": "\n".join([sys.executable, "-m", "csws", "lsp"]),
        "SEEN": str(tmp_path / "seen.json"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    words = [neovim(), "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {SCRIPT}"]
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=180)
    assert (tmp_path / "seen.json").exists(), done.stderr
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen.get("error") is None
    assert seen["codes"] == ["CSW303"]
    assert seen["fixes"] == ["Write `EMEA CSM`"]
    assert seen["keys"] == ["customers", "services"]
    assert seen["text"][4:8] == [
        "  europe:",
        "    name: EMEA customer success",
        "    description: Accounts in Europe, the Middle East and Africa",
        "    teams: [EMEA CSM, EMEA Renewals]",
    ]
    assert seen["text"][-1] == "    renamed_from: emea"
