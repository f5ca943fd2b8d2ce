"""The crash matrix over plans with health scores: `python -m tests.kinds.health_scores.crashes STORE`."""

from __future__ import annotations

import sys

from tests.crash.corpus import CORPUS, project
from tests.crash.runs import main

SUPPORT = {
    "name": "Support",
    "kind": "properties",
    "max": 100,
    "rules": [
        {"property": "owner", "is_known": True, "points": 100},
        {"property": "end", "is_known": True, "points": 50},
    ],
}
HEALTH = {
    "name": "Health",
    "object": "companies",
    "state": "published",
    "bands": {"healthy": 70, "at_risk": 20},
    "groups": {"support": SUPPORT},
}
USAGE = {**HEALTH, "name": "Usage", "state": "draft"}
MOVED = {**HEALTH, "bands": {"healthy": 80, "at_risk": 30}}


def scores(*removed: str, **held: dict) -> dict:
    return {**project(), "health_scores": held, "removed": list(removed)}


CASES = {
    "scores are edited, go and come": (
        scores(health=HEALTH, usage=USAGE),
        scores("health_score.usage", health=MOVED, renewal={**HEALTH, "name": "Renewal"}),
    ),
    "scores swap their names and states": (
        scores(health=HEALTH, usage=USAGE),
        scores(health={**HEALTH, "name": "Usage", "state": "draft"}, usage={**USAGE, "name": "Health"}),
    ),
}

if __name__ == "__main__":
    CORPUS.update(CASES)
    sys.exit(max(main(case, sys.argv[1]) for case in CASES))
