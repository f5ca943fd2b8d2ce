"""What became of records: the day on which each was lost. Knows no score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from pathlib import Path

from csws.records.headings import headings_of
from csws.records.misfits import MisfitKind, Misfits
from csws.records.records import Records
from csws.records.values import Days

_DATE, _IDS = "date", ("id",)


def outcomes_in(paths: Sequence[Path], zone: tzinfo, misfits: Misfits) -> dict[str, date]:
    """The day on which each record was lost, by its id, from files with `id,date`. A row without a day that can be
    read is left out, and counted. Raises RecordsUnreadable."""
    found: dict[str, date] = {}
    days = Days(zone)
    records = Records(paths, headings_of((), (_DATE,), _IDS), misfits, required=(_DATE,))
    for table, rows in records.tables():
        at, id_at = table.layout.at[_DATE], table.layout.id_at
        for row in rows:
            day = days.day_of(row[at])
            if day is None:
                table.note(MisfitKind.UNREADABLE_DATE, _DATE, row, row[at])
            else:
                found[row[id_at]] = date.fromordinal(day)
    return found
