"""Numbers and days: what is read, and what is not."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from csws.errors import CswsError
from csws.records.values import MOST_DAYS, Days, is_number, zone_of


@pytest.mark.parametrize(
    "text", ["0", "-1", "007", "1.0", "0.1", "-0.50", "123456789012345678901234567890", "3.0000000000000001"]
)
def test_these_are_numbers(text):
    assert is_number(text)


@pytest.mark.parametrize(
    "text",
    [*("", " ", "1 ", " 1", "1,5", "1.000,5", "1,000", "1 000", "1e3", "1.", ".5", "+1", "--1", "NaN", "Infinity", "1\n"), "١", "²", "½", "1_000", "0x10", "−1", "1.5.5", "1.٣"],
)  # fmt: skip
def test_anything_else_is_no_number(text):
    assert not is_number(text)


OSLO = ZoneInfo("Europe/Oslo")
READ = {
    "2026-12-01": "2026-12-01",
    "2020-01-10 10:00": "2020-01-10",
    "2020-01-10 23:59:59": "2020-01-10",
    "2020-01-10T23:59:59.999": "2020-01-10",
    "2026-01-10T22:59:59Z": "2026-01-10",
    "2026-01-10T23:00:00Z": "2026-01-11",
    "2026-07-10T22:00:00.000Z": "2026-07-11",
    "2026-01-10T00:30+0200": "2026-01-09",
    "2024-02-29": "2024-02-29",
    "0001-01-01": "0001-01-01",
}
NOT_READ = [
    *("", "2026-02-30", "2025-02-29", "26.11.2026", "11/26/2026", "2026-1-1", "20261126", "1795651200000", "2026-W10-1"),
    *("2026-11-26 24:00", "2026-11-26 10:60", "2026-11-26 10", "2026-11-26T10:00+99:00", "2026-11-26 ", " 2026-11-26"),
    *("9999-12-31T23:59:59-05:00", "٢٠٢٦-١١-٢٦", "2026-11-26T", "2026-11-26 10:00 AM", "2026-11-2٦", "0000-01-01"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), READ.items(), ids=READ)
def test_days_are_those_of_the_accounts_time_zone(text, day):
    days = Days(OSLO)
    assert [days.day_of(text), days.day_of(text)] == [date.fromisoformat(day).toordinal()] * 2


@pytest.mark.parametrize("text", NOT_READ)
def test_anything_else_is_no_day(text):
    assert Days(OSLO).day_of(text) is None


def test_another_zone_is_another_day():
    assert Days(UTC).day_of("2026-01-10T23:30:00Z") == date(2026, 1, 10).toordinal()
    assert Days(timezone(timedelta(hours=-10))).day_of("2026-01-10T09:30:00Z") == date(2026, 1, 9).toordinal()


def test_more_days_than_are_kept_are_read_as_well():
    days, first = Days(OSLO), date(1990, 1, 1)
    texts = [f"{first + timedelta(days=at)} {at % 24:02}:{at % 60:02}:{at % 59:02}" for at in range(2 * MOST_DAYS)]
    assert [days.day_of(text) for text in texts] == [first.toordinal() + at for at in range(2 * MOST_DAYS)]


def test_zones_have_names():
    assert zone_of("Europe/Oslo") == OSLO
    assert zone_of(None) is UTC
    for name in ("Oslo", "../etc/passwd", "Europe", "x\0"):
        with pytest.raises(CswsError, match="does not know the time zone"):
            zone_of(name)
