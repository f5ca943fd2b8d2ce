"""Numbers and days as they stand in a cell. Knows no column.

Dates are `2026-12-01`; date-times are `2020-01-10 10:00`, without a zone in an export (assumed: the account's), or with
one, as HubSpot's API writes them. Nothing else is read: a day that could be two days is none.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from decimal import Decimal

UNREADABLE = "\0"  # a cell that no text can stand for; files with this character are refused
MOST_DAYS = 4096  # texts of days that are kept
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:([T ])([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def number_of(text: str) -> Decimal | None:
    """The number that a cell contains, exactly; None where it is not `-?digits(.digits)?` and nothing else."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


class Days:
    """The calendar days of cells, in one time zone."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._known: dict[str, int | None] = {}

    def day_of(self, text: str) -> int | None:
        """The day as `date.toordinal` numbers it; None where the text is no day."""
        known = self._known
        if text not in known:
            if len(known) >= MOST_DAYS:
                known.clear()
            known[text] = self._read(text)
        return known[text]

    def _read(self, text: str) -> int | None:
        found = _DAY.fullmatch(text)
        if found is None:
            return None
        try:
            if not found[6]:
                return date.fromisoformat(found[1]).toordinal()
            seconds = found[5] or "00"
            moment = datetime.fromisoformat(f"{found[1]}T{found[3]}:{found[4]}:{seconds}{found[6]}")
            return moment.astimezone(self._zone).date().toordinal()
        except (ValueError, OverflowError):
            return None
