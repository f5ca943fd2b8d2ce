"""Projects with health scores and records for the tests of the studio, and what is counted in them another way."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from tests.cli.console import csws

ROOT = Path(__file__).parents[2]
ACCOUNT, KEY = "lumendata", "account_health"
SCORE = f"/accounts/{ACCOUNT}/scores/{KEY}"
API = f"/api/accounts/{ACCOUNT}/score/{KEY}"
RECORDS = "records/companies.csv"
_EVENTS = """      contact:
        name: Contact with us
        kind: events
        max: 20
        rules:
          - {event: meeting_completed, at_least: 1, within_days: 30, points: 20}
"""


def lab(folder: Path, records: str | None = RECORDS, *, events: bool = True, **changed: str) -> Path:
    """The example of the lab, with records to try its score on. Without `events`, all points are known. `changed`
    replaces parts of the score's text."""
    root = folder / "lab"
    shutil.copytree(ROOT / "examples/lab", root, ignore=shutil.ignore_patterns(".csws"))
    if records is not None:
        line = "    subscription: enterprise\n"
        replace(root / "csws.yaml", **{line: f"{line}    score_records: {records}\n"})
    if not events:
        replace(root / "scores.yaml", **{_EVENTS: "", "max: 40\n        rules": "max: 60\n        rules"})
    replace(root / "scores.yaml", **changed)
    return root


def replace(file: Path, **parts: str) -> None:
    text = file.read_text()
    for old, new in parts.items():
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text)


def tried(root: Path) -> dict[str, Any]:
    """What `csws score try` says of the same records."""
    return _said(root, "try")


def compared_with(root: Path, before: str) -> dict[str, Any]:
    """What `csws score compare` says of them, against a file with the score as it was."""
    return _said(root, "compare", "--against", before)


def _said(root: Path, command: str, *options: str) -> dict[str, Any]:
    done = csws(root, "score", command, KEY, RECORDS, "--format", "json", *options)
    assert done.code == 0, done
    return done.json


def ids(root: Path) -> list[str]:
    return re.findall(r"(?m)^\d{10}(?=,)", (root / RECORDS).read_text())


def in_bands(low: list[int], at_risk: int, healthy: int) -> list[int]:
    """How many records are at risk, neutral and healthy, from how many have how many points."""
    return [sum(low[:at_risk]), sum(low[at_risk:healthy]), sum(low[healthy:])]
