"""The tables of a store, by the version of its schema that added them. An older store gets what it lacks at the first write.

A new table or column needs a new version, or a line of one that no release has written yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from csws.targets.ledger import events, journal, lease
from csws.targets.ledger.tables import TABLES

ADDED = {
    1: (*TABLES, lease.TABLE, *journal.TABLES),  # csws 0.1
    2: events.TABLES,
}
VERSION = max(ADDED)
HAS_EVENTS = 2


def added_since(version: int) -> Iterator[str]:
    """The statements that bring a schema of that version up to date; 0 is an empty store."""
    for number in range(version + 1, VERSION + 1):
        yield from ADDED[number]
