"""The life of an account without health scores: `python -m tests.kinds.without_scores` in a checkout of any version writes
the record, the plan and the settings that this version makes of it into tests/data/without_scores."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from csws.targets import stepwise
from csws.targets.ledger import writing as ledger
from csws.targets.record import writing as record
from tests.cli.console import csws, unfinished

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/data/without_scores"
EMBEDDED = "target: sqlite:.csws/meridian.db"
WITH_A_CLOCK = (ledger, record, stepwise)
AT = "2026-11-26T05:01:18Z"


def project_in(folder: Path) -> Path:
    return Path(shutil.copytree(DATA / "project", folder / "enterprise"))


def by_hand(project: Path) -> Path:
    """The same account as a HubSpot account, with its record as text; where that is."""
    config = project / "csws.yaml"
    assert EMBEDDED in config.read_text()
    config.write_text(config.read_text().replace(EMBEDDED, "store: file:record.jsonl\n    target: hubspot:24002288"))
    return project / "record.jsonl"


def record_of_a_life(project: Path) -> str:
    """The record of an account that was made, seen, imported, changed and rolled back, all in one second."""
    kept = by_hand(project)
    with ExitStack() as stack:
        for module in WITH_A_CLOCK:
            stack.enter_context(patch.object(module, "now", return_value=AT))
        _done(project, "apply", "--new-account")
        _ran(project, "observe", "--set", "workspace.emea.description=Seen", "--set", "workspace.americas=null")
        _ran(project, "observe", "--set", "workspace.hand.name=By hand")
        _ran(project, "import", "americas=By hand")
        _done(project, "apply")
        _done(project, "rollback", "7")
    return kept.read_text(encoding="utf-8")


def stored_settings(project: Path) -> str:
    """The settings as the embedded account keeps them once the plan is applied."""
    _ran(project, "apply", "--auto-approve")
    with sqlite3.connect(project / ".csws/meridian.db") as database:
        (text,) = database.execute("SELECT settings FROM revision ORDER BY number DESC LIMIT 1").fetchone()
    return str(text)


def _done(project: Path, *arguments: str) -> None:
    result = csws(project, *arguments, "--auto-approve")
    if result.code == 6:
        steps = unfinished(project)["waiting"]
        said = ("--done", f"{steps[0]}-{steps[-1]}", "--by", "Kim")
        result = csws(project, "apply", "--resume", "--run", unfinished(project)["id"], *said)
    assert result.code == 0, result


def _ran(project: Path, *arguments: str) -> None:
    result = csws(project, *arguments)
    assert result.code == 0, result


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        (DATA / "plan.json").write_text(csws(project_in(Path(one)), "plan", "--format", "json").out)
        (DATA / "settings.txt").write_text(stored_settings(Path(one) / "enterprise") + "\n")
        (DATA / "record.jsonl").write_text(record_of_a_life(project_in(Path(other))))
