"""Every awkward file is read as it should be, or refused with its place."""

from __future__ import annotations

import pytest

from csws.errors import RecordsUnreadable
from csws.model.catalog import Property
from csws.records.headings import headings_of
from csws.records.misfits import Misfits
from csws.records.records import Records
from tests.records.cases import CASES, UNREADABLE

PROPERTIES = (
    Property(name="tickets", label="Open tickets", type="number"),
    Property(name="renewal", label="Renewal date", type="date"),
    Property(name="contract_end", label="End date", type="date"),
    Property(name="subscription_end", label="End date", type="date"),
)
WANTED = ("tickets", "renewal")


def put(folder, files):
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files or ("a.csv",)]


def read(paths, wanted=WANTED):
    misfits, rows = Misfits(), []
    for table, found in Records(paths, headings_of(PROPERTIES, wanted, others=("domain",)), misfits).tables():
        places = [table.layout.id_at, *(table.layout.at.get(name) for name in wanted)]
        rows += [tuple(None if at is None else row[at] for at in places) for row in found]
    return rows, misfits.found()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_read(case, tmp_path):
    rows, misfits = read(put(tmp_path, case.files))
    assert rows == case.rows
    assert [(one.kind.value, one.column, one.count, one.places[0].line) for one in misfits] == case.misfits


@pytest.mark.parametrize(("files", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read(files, message, tmp_path):
    with pytest.raises(RecordsUnreadable) as fault:
        read(put(tmp_path, files))
    assert str(fault.value).replace(f"{tmp_path.as_posix()}/", "") == message
    assert fault.value.exit_code == 1
    assert fault.value.hint.endswith(".")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(RecordsUnreadable, match="cannot be read: Is a directory") as fault:
        read([tmp_path])
    assert fault.value.hint == "Name the files in it, not the folder."


def test_a_label_of_two_properties_is_not_read(tmp_path):
    paths = put(tmp_path, {"a.csv": b"Record ID,tickets,End date\n1,2,2026-12-01\n"})
    rows, misfits = read(paths, ("tickets", "contract_end"))
    assert rows == [("1", "2", None)]
    assert [(one.kind.value, one.column) for one in misfits] == [
        ("ambiguous_label", "End date"),
        ("missing_column", "contract_end"),
    ]
    assert read(paths, ("tickets",))[1] == ()


def test_an_internal_name_settles_what_a_label_does_not(tmp_path):
    paths = put(tmp_path, {"a.csv": b"Record ID,End date,contract_end\n1,2026-01-01,2026-12-01\n"})
    assert read(paths, ("contract_end",))[0] == [("1", "2026-12-01")]


def test_other_columns_are_unknown_only_where_all_are_known(tmp_path):
    paths = put(tmp_path, {"a.csv": b"Record ID,tickets,domain,Contact\n1,2,x,y\n"})
    assert [(one.kind.value, one.column) for one in read(paths, ("tickets",))[1]] == [("unknown_column", "Contact")]
    misfits = Misfits()
    list(Records(paths, headings_of(PROPERTIES, ("tickets",)), misfits).tables())
    assert not misfits


@pytest.mark.parametrize(
    ("header", "told"), [("Open ticket", True), ("Contact", False), ("tickets,Open ticket", False)]
)
def test_a_column_that_may_be_a_missing_one_is_told_always(tmp_path, header, told):
    paths = put(tmp_path, {"a.csv": f"Record ID,{header}\n1,2,3\n".encode()})
    misfits = Misfits()
    list(Records(paths, headings_of(PROPERTIES, ("tickets",)), misfits).tables())
    assert ("unknown_column" in [one.kind.value for one in misfits.found()]) is told


def test_a_file_that_cannot_be_read_is_found_before_anything_is_read(tmp_path):
    paths = put(tmp_path, {"a.csv": b"Record ID,tickets\n1,2\n", "b.csv": b"Record ID,tickets\n1,\0\n"})
    tables = Records(paths, headings_of(PROPERTIES, WANTED), Misfits()).tables()
    with pytest.raises(RecordsUnreadable):
        next(tables)


def test_places_are_few_and_short(tmp_path):
    rows = b"".join(b"%d,%s\n" % (at, b"x" * 500) for at in range(100))
    paths = put(tmp_path, {"a.csv": b"Record ID,tickets,renewal\n" + rows})
    (misfit,) = read(paths)[1]
    assert (misfit.count, len(misfit.places)) == (100, 5)
    paths = put(tmp_path, {"a.csv": b"Record ID,tickets,renewal\n" + b"%s,1,\n" % (b"8" * 500) * 2})
    (misfit,) = read(paths)[1]
    assert len(misfit.places[0].text) == 80
