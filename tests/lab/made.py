"""Random records for random scores, with cells that a careless reader would trip over; and how they are put to csws."""

from __future__ import annotations

import csv

from hypothesis import strategies as st

from csws.lab.scoring.activity import ActivityFiles
from csws.lab.scoring.engine import Engine, Question
from csws.model.catalog import EventType, Option, Property
from csws.records.headings import headings_of
from csws.records.misfits import Misfits
from csws.records.records import Records
from tests.lab.by_hand import AS_OF, ZONE

SORTS = {"number": "number", "option": "text", "several": "text", "day": "day", "date": "day"}
PROPERTIES = {
    "number": Property(name="number", label="Number", type="number"),
    "option": Property(name="option", label="Option", type="string"),
    "several": Property(name="several", label="Several", type="enumeration", field_type="checkbox"),
    "day": Property(name="day", label="Day", type="date"),
    "date": Property(name="date", label="Date", type="datetime"),
}
EVENT_TYPES = {
    name: EventType(name=name, label=name, properties={"number": PROPERTIES["number"]}) for name in ("call", "meeting")
}
NOTHING = ["", "", " ", "\t"]
NUMBERS = [
    *("0", "1", "2", "3", "1.0", "03", "2.5", "-0", "-1", "3.0000000000000001", "100000000000000000000"),
    *("1,5", "1e3", " 2", "+1", "1.", ".5", "NaN", "1 000", "1_0", "٣", "²", "0x1", "-", "--1"),
]
OPTIONS = ["red", "blue", "Red", "x;y", "green", " red", "rød", "1"]
SEVERAL = ["red", "red;blue", "blue;red", "x;y", "green", ";", "red;;blue", "red; blue", ";red", "Red;BLUE"]
DAYS = [
    *(f"2026-11-{day}" for day in (22, 23, 24, 25, 26, 27, 28, 29)),
    *("2026-10-27", "2026-10-26", "2026-12-26", "2026-01-01", "2026-01-02", "2026-03-01", "2026-02-28", "0001-01-01"),
    *("2026-11-25 23:59", "2026-11-25T23:30:00Z", "2026-11-26T23:30:00.123Z", "2026-11-23T00:30+02:00", "2026-11-22 00:00:01"),
    *("2026-02-30", "26.11.2026", "11/26/2026", "2026-11-26 24:00", "2026-11-26 ", "2026-1-1", "20261126", "x", "1795651200000"),
    "2026-11-26T10:00-0100",
]  # fmt: skip
CELLS = {"number": NUMBERS, "option": OPTIONS, "several": SEVERAL, "day": DAYS, "date": DAYS}
RECORD = st.fixed_dictionaries({name: st.sampled_from([*cells, *NOTHING]) for name, cells in CELLS.items()})
EVENT = st.tuples(
    st.sampled_from(["call", "meeting", "other"]),
    st.sampled_from([*DAYS, ""]),
    st.fixed_dictionaries({"number": st.sampled_from([*NUMBERS, ""])}),
)
PERSON = st.tuples(RECORD, st.lists(EVENT, max_size=6))
RECORDS = st.lists(PERSON, min_size=1, max_size=8)


def write(folder, people):
    """The records, by their place as id, and their activity."""
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["Record ID", *CELLS])
        writer.writerows([100 + at, *(cells[name] for name in CELLS)] for at, (cells, _) in enumerate(people))
    with (folder / "activity.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["id", "event", "time", "number"])
        writer.writerows(
            [100 + at, name, time, cells["number"]]
            for at, (_, events) in enumerate(people)
            for name, time, cells in events
        )


def engine_for(folder, *scores, with_activity=True, properties=PROPERTIES):
    """An engine, the records in a folder, and their misfits."""
    misfits = Misfits()
    files = ActivityFiles(paths=(folder / "activity.csv",), events=EVENT_TYPES) if with_activity else None
    engine = Engine(Question(scores=scores, as_of=AS_OF, zone=ZONE, properties=properties, activity=files), misfits)
    headings = headings_of(properties.values(), engine.wanted)
    return engine, Records([folder / "records.csv"], headings, misfits), misfits


def option(value, label):
    return Option(value=value, label=label)
