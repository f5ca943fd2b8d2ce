"""Projects with many accounts: those of the benchmark, with one standard and an overlay for
each."""

from __future__ import annotations

import json
import re
from pathlib import Path

from benchmarks.fleet import names, overlay, write_csws


def fleet(folder: Path, accounts: int, target: str | None = None) -> Path:
    """A project whose accounts are files next to it, or in the database `target`."""
    write_csws(folder, accounts)
    if target is not None:
        file = folder / "csws.yaml"
        file.write_text(re.sub(r"sqlite:[^\"]*", target, file.read_text()))
    return folder


def change(folder: Path, account: int) -> None:
    """Changes the settings of one account."""
    name = names(account + 1)[account]
    (folder / f"overlays/{name}.yaml").write_text(json.dumps(overlay(account, changed=True)))


def rename_everywhere(folder: Path) -> None:
    """Changes the standard, and so every account in the same way."""
    config = json.loads((folder / "csws.yaml").read_text())
    config["defaults"]["services"]["default_layout"] = "board"
    (folder / "csws.yaml").write_text(json.dumps(config))
