"""A planning case as a YAML file, and back: a property test that fails prints one, to be kept in
`cases/`."""

from __future__ import annotations

from pathlib import Path

import yaml

from csws.model.settings import Settings
from csws.state.snapshot import from_plain, to_plain

CASES = Path(__file__).parent / "cases"


def case_text(current: Settings, desired: Settings) -> str:
    """The text to save as tests/planner/cases/NAME.yaml; write in its first line which law it
    broke."""
    body = yaml.safe_dump(
        {"current": to_plain(current), "desired": to_plain(desired)}, sort_keys=False, allow_unicode=True
    )
    return f"# The law that this case broke, and when.\n{body}"


def read_case(path: Path) -> tuple[Settings, Settings]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return from_plain(data["current"]), from_plain(data["desired"])
