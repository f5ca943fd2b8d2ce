"""The crash matrix over plans with regions: `python -m tests.kinds.crashes`, in a copy that has the kind."""

from __future__ import annotations

import sys

from tests.crash.corpus import CORPUS, DEFAULT, project
from tests.crash.runs import main

NORTH = {"name": "North", "team": "Team 1", "owner_property": "owner"}
SOUTH = {"name": "South", "team": "Team 2"}


def regions(objects: dict | None = None, removed: tuple[str, ...] = (), **held: dict) -> dict:
    return {**project(), "objects": objects or DEFAULT, "regions": held, "removed": list(removed)}


CASES = {
    "regions swap": (
        regions(north=NORTH, south=SOUTH),
        regions(north={**NORTH, "team": "Team 2"}, south={**SOUTH, "team": "Team 1"}),
    ),
    "regions go, come and are cleared": (
        regions(north=NORTH, south=SOUTH),
        regions({**DEFAULT, "customers": "contacts"}, ("region.south",), north=NORTH, west={**SOUTH, "name": "West"}),
    ),
}

if __name__ == "__main__":
    CORPUS.update(CASES)
    sys.exit(max(main(case) for case in CASES))
