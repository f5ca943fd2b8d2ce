"""What a health score of 20 rules adds to `validate`, in milliseconds."""

from __future__ import annotations

import json
import os
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.fleet import write_csws
from benchmarks.timing import timed

Json = dict[str, Any]
_PLANS = ("basic", "premium", "premium_plus", "enterprise")


def added_by_a_score(program: str, runs: int) -> float:
    """The median of the differences: both projects are validated in turns, as whole processes, so that what else the
    machine does meets both."""
    with TemporaryDirectory() as scratch:
        bare, scored = (Path(scratch) / name for name in ("bare", "scored"))
        for folder in (bare, scored):
            write_csws(folder, 1)
        _add_score(scored)
        differences = []
        for _ in range(runs + 1):
            without, with_one = (timed([program, "validate"], at, 1, once=True).seconds for at in (bare, scored))
            differences.append(1000 * (with_one - without))
        return statistics.median(differences[1:])  # the first warms up


def _add_score(folder: Path) -> None:
    config, (catalog,) = folder / "csws.yaml", (folder / "catalogs").iterdir()
    data = json.loads(config.read_text(encoding="utf-8"))
    data["health_scores"] = {"account_health": score()}
    config.write_text(json.dumps(data, indent=1), encoding="utf-8", newline="\n")
    known = json.loads(catalog.read_text(encoding="utf-8"))
    known["objects"]["companies"]["properties"] |= _properties()
    catalog.write_text(json.dumps(known), encoding="utf-8", newline="\n")


def score() -> Json:
    """Twenty rules in three groups: nested counts, options, days, two conditions at once, and events."""
    number = [{"property": f"count_{at}", "at_least": most, "points": 5} for at in range(4) for most in (1, 5)]
    option = [{"property": "plan", "is": value, "points": 5 * at} for at, value in enumerate(_PLANS, 1)]
    both = [{"when": [{"property": "nps", "at_most": 6}, {"property": "plan", "is": "premium"}], "points": -10}]
    days = [{"property": "last_login", "within_days": days, "points": 10} for days in (7, 30, 90)]
    events = [
        {"event": name, "at_least": least, "within_days": 30, "points": 10}
        for name in ("meeting_completed", "call_ended")
        for least in (1, 3)
    ]
    return {
        "name": "Account health",
        "object": "companies",
        "state": "published",
        "bands": {"healthy": 70, "at_risk": 40},
        "groups": {
            "use": {"name": "Use", "kind": "properties", "max": 40, "rules": [*number, *days]},
            "fit": {"name": "Fit", "kind": "properties", "max": 20, "min": -10, "rules": [*option, *both]},
            "contact": {"name": "Contact", "kind": "events", "max": 40, "rules": events},
        },
    }


def _properties() -> Json:
    options = [{"value": value, "label": value.title()} for value in _PLANS]
    return {
        **{f"count_{at}": {"label": f"Count {at}", "type": "number"} for at in range(4)},
        "nps": {"label": "NPS", "type": "number"},
        "last_login": {"label": "Last login", "type": "date"},
        "plan": {"label": "Plan", "type": "enumeration", "field_type": "select", "options": options},
    }


if __name__ == "__main__":
    import sys

    print(f"{added_by_a_score(os.path.abspath(sys.argv[1]), int(sys.argv[2])):.1f} ms")
