"""Fleets to run over: the benchmark's accounts, by one standard set-up and an overlay each."""

from __future__ import annotations

import json
import re
from pathlib import Path

from benchmarks.fleet import names, overlay, write_csws


def fleet(folder: Path, accounts: int, target: str | None = None) -> Path:
    """A project whose accounts lie beside it, or in the database `target`."""
    write_csws(folder, accounts)
    if target is not None:
        file = folder / "csws.yaml"
        file.write_text(re.sub(r"sqlite:[^\"]*", target, file.read_text()))
    return folder


def change(folder: Path, account: int) -> None:
    """One account is to become something else."""
    name = names(account + 1)[account]
    (folder / f"overlays/{name}.yaml").write_text(json.dumps(overlay(account, changed=True)))


def rename_everywhere(folder: Path) -> None:
    """The standard set-up is to become something else, in every account alike."""
    config = json.loads((folder / "csws.yaml").read_text())
    config["defaults"]["services"]["default_layout"] = "board"
    (folder / "csws.yaml").write_text(json.dumps(config))
