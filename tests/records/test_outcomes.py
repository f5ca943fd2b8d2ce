"""Files that say which records were lost, and when."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from csws.errors import RecordsUnreadable
from csws.records.misfits import Misfits
from csws.records.outcomes import outcomes_in


def read(tmp_path, text):
    path, misfits = tmp_path / "lost.csv", Misfits()
    path.write_text(text, encoding="utf-8")
    return outcomes_in([path], UTC, misfits), [(one.kind.value, one.count) for one in misfits.found()]


@pytest.mark.parametrize(
    "text",
    ["id,date\n1,2026-01-31\n", "Record ID;date\n1;2026-01-31 10:00\n", '{"id": 1, "date": "2026-01-31"}\n', "note,date,id\nx,2026-01-31,1\n"],
)  # fmt: skip
def test_an_id_and_a_day(tmp_path, text):
    assert read(tmp_path, text)[0] == {"1": date(2026, 1, 31)}


def test_the_first_row_of_an_id_counts_and_what_is_no_day_is_left_out(tmp_path):
    found, misfits = read(tmp_path, "id,date\n1,2026-01-31\n1,2026-02-01\n2,soon\n3,\n,2026-01-01\n")
    assert found == {"1": date(2026, 1, 31)}
    assert misfits == [("no_id", 1), ("doubled_id", 1), ("unreadable_date", 2)]


def test_without_a_date_it_cannot_be_read(tmp_path):
    with pytest.raises(RecordsUnreadable, match="has no column `date`"):
        read(tmp_path, "id,lost\n1,2026-01-31\n")
