"""The projects of these tests, each with what is typed in it and not saved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from csws.editing.project import Checkup, Texts, checkup

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, tzinfo=UTC)
FOLDERS = {
    "enterprise": ROOT / "examples/enterprise",
    "agency": ROOT / "examples/agency",
    "lab": ROOT / "examples/lab",
    "rules": ROOT / "tests/rules/project",
}


def opened(name: str, **unsaved: str) -> Checkup:
    return checkup(Texts(root=FOLDERS[name], unsaved=unsaved), NOW)


def with_scores(text: str) -> dict[str, str]:
    """The project of the rules with a file of health scores, of which nothing is saved."""
    config = (FOLDERS["rules"] / "csws.yaml").read_text()
    return {"csws.yaml": config.replace("[more.yaml]", "[more.yaml, scores.yaml]"), "scores.yaml": text}
