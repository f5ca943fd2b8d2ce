"""Numbers and days as they stand in a cell. Knows no column.

Dates are `2026-12-01`; date-times are `2020-01-10 10:00`, without a zone in an export (assumed: the account's), or with
one, as HubSpot's API writes them. Nothing else is read: a day that could be two days is none.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from csws.errors import CswsError

UNREADABLE = "\0"  # a cell that no text can stand for; files with this character are refused
MOST_DAYS = 4096  # days that are kept, and times of day
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
LENGTH = 10  # of a day


def is_number(text: str) -> bool:
    """Whether a cell is `-?digits(.digits)?` and nothing else."""
    return (text.isdigit() and text.isascii()) or _NUMBER.fullmatch(text) is not None


def zone_of(name: str | None) -> tzinfo:
    """The time zone with this name of the IANA database; UTC where the account's is not known (assumed). Raises
    CswsError for one that this machine does not know."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"This machine does not know the time zone `{name}`."
        raise CswsError(message, hint="`pip install tzdata` adds all time zones.") from None


class Days:
    """The calendar days of cells, in one time zone."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._days: dict[str, int | None] = {}
        self.local_times: set[str] = set()  # what was read after a day and leaves it as it is: times without a zone

    def day_of(self, text: str) -> int | None:
        """The day as `date.toordinal` numbers it; None where the text is no day."""
        day = text[:LENGTH]
        if day not in self._days:
            if len(self._days) >= MOST_DAYS:
                self._days.clear()
            self._days[day] = _ordinal(day)
        found = self._days[day]
        time = text[LENGTH:]
        return found if found is None or not time or time in self.local_times else self._at_time(day, time)

    def _at_time(self, day: str, text: str) -> int | None:
        time = _TIME.fullmatch(text)
        if time is None:
            return None
        if not time[4]:
            if len(self.local_times) < MOST_DAYS:
                self.local_times.add(text)
            return self._days[day]
        try:
            moment = datetime.fromisoformat(f"{day}T{time[1]}:{time[2]}:{time[3] or '00'}{time[4]}")
            return moment.astimezone(self._zone).date().toordinal()
        except (ValueError, OverflowError):
            return None


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal() if _DAY.fullmatch(day) else None
    except ValueError:
        return None
