"""Projects with unfinished runs, for tests: the starter, embedded or as a HubSpot account whose steps a person does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from csws.targets.ledger.writing import LedgerWriter
from tests.cli.console import Result, csws


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def hubspot(folder: Path) -> Path:
    """The starter as a HubSpot account of which nothing is recorded."""
    assert csws(folder, "init").code == 0
    config = folder / "csws.yaml"
    config.write_text(re.sub(r"target: \S+", "target: hubspot:1234567", config.read_text()))
    return folder


def several(folder: Path, *names: str, target: str = "sqlite:.csws/{}.db") -> Path:
    """The starter with several accounts, each with its own catalogue."""
    assert csws(folder, "init").code == 0
    config, catalog = folder / "csws.yaml", json.loads((folder / "catalogs/acme.json").read_text())
    entries = ""
    for number, name in enumerate(names):
        identity = str(1000 + number)
        catalog["account"].update(id=identity, name=name)
        (folder / f"catalogs/{name}.json").write_text(json.dumps(catalog))
        where = target.format(identity if "hubspot" in target else name)
        entries += f"  {name}:\n    target: {where}\n    catalog: catalogs/{name}.json\n    subscription: enterprise\n    operator: ops@acme.example\n"
    text = config.read_text()
    config.write_text(re.sub(r"(?ms)^accounts:\n.*?(?=^\S)", f"accounts:\n{entries}", text))
    return folder


def killed(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> Result:
    """A command whose process 'dies' between the begin of a run and its commit."""

    def dead(self: LedgerWriter) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LedgerWriter, "commit", dead)
        done = csws(folder, *arguments)
    assert done.code == 130
    return done


def begun(folder: Path, *arguments: str) -> Result:
    done = csws(folder, "apply", "--auto-approve", "--new-account", *arguments)
    assert done.code == 6, done
    return done
