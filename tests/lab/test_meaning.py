"""What a rule means for a cell: each sentence about it, with an example. Points are 10 where a rule fires."""

from __future__ import annotations

import csv
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from csws.errors import RecordsUnreadable
from csws.kinds.health_scores.bands import Band
from csws.lab.scoring.activity import ActivityFiles
from csws.lab.scoring.engine import Engine, Question
from csws.lab.scoring.hours import by_hours
from csws.lab.scoring.scored import scored
from csws.model.catalog import Option, Property
from csws.records.headings import headings_of
from csws.records.misfits import Misfits
from csws.records.records import Records
from tests.kinds.health_scores.scores import event, group, rule, score
from tests.kinds.health_scores.scores import test_of as compared

AS_OF, ZONE = date(2026, 11, 26), ZoneInfo("Europe/Oslo")
PLAN = Property(
    name="p",
    label="Plan",
    type="enumeration",
    options=tuple(Option(value=value, label=label) for value, label in (("a", "Alpha"), ("b", "c"), ("c", "Gamma"))),
)
SEVERAL = Property(name="p", label="Plan", type="enumeration", field_type="checkbox", options=PLAN.options)
TYPES = {
    "number": Property(name="p", label="P", type="number"),
    "text": Property(name="p", label="P", type="string"),
    "check box": Property(name="p", label="P", type="bool"),
    "option": PLAN,
    "several": SEVERAL,
    "date": Property(name="p", label="P", type="datetime"),
    None: None,
}
# type in the catalogue, comparison, operands: the cells with which it fires, and those with which it does not.
MEANING = {
    "nothing is unknown": (None, "is_unknown", (), ["", " ", "\t"], ["0", "-", "null"]),
    "a value is known": (None, "is_known", (), ["0", "-", "false"], ["", "  "]),
    "no value is not another": ("text", "is_not", ("x",), ["y", "X", " x"], ["x", "", " "]),
    "no value is not none of them": ("text", "is_none_of", ("x", "y"), ["z"], ["x", "y", ""]),
    "texts are exact": ("text", "is", ("Gold",), ["Gold"], ["gold", " Gold", "Gold ", "Go1d"]),
    "a number that YAML reads is no text": ("text", "is", ("08",), ["08"], ["8", "8.0"]),
    "check boxes": ("check box", "is", ("true",), ["true"], ["false", "True", "1", ""]),
    "numbers are exact": ("number", "is", (3,), ["3", "3.0", "003", "3.000"], ["3.0000000000000001", "-3", "3,0", ""]),
    "numbers have no exponent": ("number", "at_least", (3,), ["3", "10"], ["2.999999999999999999", "1e3", "Infinity"]),
    "at least and at most belong": ("number", "between", (1, 5), ["1", "5", "1.0", "4.99"], ["0.99", "5.01"]),
    "an unreadable number is no value": ("number", "is_unknown", (), ["1,5", "x", ""], ["1.5"]),
    "an unreadable number is not another": ("number", "is_not", (3,), ["4"], ["x", "1 000", ""]),
    "minus": ("number", "at_most", (-1,), ["-1", "-1.5"], ["-0.5", "0", "−2"]),
    "unknown types are read as they are compared": (None, "at_least", (3,), ["3"], ["x"]),
    "options by value and by label": ("option", "is_any_of", ("a",), ["a", "Alpha"], ["b", "alpha", "Gamma"]),
    "not an option, by label": ("option", "is_not", ("a",), ["b", "Gamma"], ["a", "Alpha", ""]),
    "an ambiguous option is no value": ("option", "is_unknown", (), ["c", ""], ["b", "Gamma"]),
    "one of several": ("several", "contains_any_of", ("a", "b"), ["a", "x;Alpha", "b;x"], ["x", "a b", "ab", ""]),
    "all of several": ("several", "contains_all_of", ("a", "b"), ["a;b", "b;x;a", "b;Alpha"], ["a", "b;b", ";", ""]),
    "several values are not trimmed": ("several", "contains_any_of", ("a",), ["a;"], [" a;b", "b; a"]),
    "within days begins today": ("date", "within_days", (3,), ["2026-11-26", "2026-11-23"], ["2026-11-22", "2026-11-27"]),
    "within 0 days is today": ("date", "within_days", (0,), ["2026-11-26"], ["2026-11-25", "2026-11-27"]),
    "older than days": ("date", "older_than_days", (3,), ["2026-11-22", "1990-01-01"], ["2026-11-23", "2026-11-27"]),
    "within the next days begins today": ("date", "within_next_days", (3,), ["2026-11-26", "2026-11-29"], ["2026-11-25", "2026-11-30"]),
    "more than days ahead": ("date", "more_than_days_ahead", (3,), ["2026-11-30"], ["2026-11-29", "2026-11-20"]),
    "days are the account's": ("date", "within_days", (0,), ["2026-11-25T23:00:00Z", "2026-11-26 23:59"], ["2026-11-26T23:00:00Z"]),
    "calendar dates": ("date", "between", ("2026-01-01", "2026-01-31"), ["2026-01-01", "2026-01-31 23:59"], ["2025-12-31", "2026-02-01"]),
    "an unreadable date is no value": ("date", "is_known", (), ["2026-11-26"], ["26.11.2026", "2026-02-30", ""]),
    "what cannot be compared does not fire": ("number", "is", ("x",), [], ["x", "3", ""]),
}  # fmt: skip


def answered(tmp_path, tests, cells, found=None):
    """The outcomes of records with these cells, under one rule; and the engine's misfits."""
    path = tmp_path / "records.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["Record ID", "p"], *([at, cell] for at, cell in enumerate(cells, 1))])
    engine, records, misfits = asked(path, score(group("g", 100, rule(10, *tests))), found=found)
    return [engine.outcome(facts).total[0] == 10 for _, facts, _ in engine.each(records)], misfits


def asked(path, *scores, found=None, activity=None):
    misfits = Misfits()
    properties = {"p": found} if found else {}
    question = Question(scores=scores, as_of=AS_OF, zone=ZONE, properties=properties, activity=activity)
    engine = Engine(question, misfits)
    return engine, Records([path], headings_of(properties.values(), engine.wanted), misfits), misfits


@pytest.mark.parametrize(("type_", "word", "operands", "fires", "not_"), MEANING.values(), ids=MEANING)
def test_what_a_comparison_means(type_, word, operands, fires, not_, tmp_path):
    found, _ = answered(tmp_path, [compared("p", word, *operands)], [*fires, *not_], TYPES[type_])
    assert found == [True] * len(fires) + [False] * len(not_)


def test_a_column_that_looks_like_numbers_for_long(tmp_path):
    cells = [*map(str, range(5000)), "1,5", "6", "x", "1e3"]
    fired, misfits = answered(tmp_path, [compared("p", "at_least", 5)], cells)
    assert fired.count(True) == 4996
    (misfit,) = misfits.found()
    assert (misfit.kind.value, misfit.column, misfit.count) == ("unreadable_number", "p", 3)
    assert [(place.line, place.text) for place in misfit.places] == [(5002, "1,5"), (5004, "x"), (5005, "1e3")]


@pytest.mark.parametrize(
    ("type_", "word", "operand", "cell", "kind"),
    [
        ("number", "is", 1, "x", "unreadable_number"),
        ("date", "within_days", 1, "26.11.2026", "unreadable_date"),
        ("option", "is", "a", "c", "ambiguous_option"),
        ("several", "contains_any_of", "a", "a;c", "ambiguous_option"),
    ],
)
def test_a_cell_that_cannot_be_read_marks_its_record_each_time(type_, word, operand, cell, kind, tmp_path):
    path = tmp_path / "records.csv"
    path.write_text(f"Record ID,p\n1,{cell}\n2,\n3,{cell}\n", encoding="utf-8")
    engine, records, misfits = asked(
        path, score(group("g", 100, rule(10, compared("p", word, operand)))), found=TYPES[type_]
    )
    counts = scored(engine, records)
    assert (counts.records, counts.marked, counts.empty) == (3, 2, {"p": 3})
    assert [(one.kind.value, one.count) for one in misfits.found()] == [(kind, 2)]


def test_a_column_that_is_not_there_is_no_value(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text("Record ID,q\n1,5\n", encoding="utf-8")
    one = score(group("g", 100, rule(10, compared("p", "is_unknown")), rule(20, compared("q", "at_least", 5))))
    engine, records, misfits = asked(path, one)
    assert scored(engine, records).totals == {(30, 30): 1}
    assert [(one.kind.value, one.column) for one in misfits.found()] == [("missing_column", "p")]


SUMS = {
    "more than the maximum": ([(30, "a"), (30, "b")], (40, -40), 40),
    "less than the minimum": ([(-30, "a"), (-30, "b")], (40, -40), 0),
    "within": ([(30, "a"), (-10, "b")], (40, -40), 20),
}


@pytest.mark.parametrize(("rules", "bounds", "total"), SUMS.values(), ids=SUMS)
def test_sums_are_held(rules, bounds, total, tmp_path):
    path = tmp_path / "records.csv"
    path.write_text("Record ID,a,b\n1,x,x\n", encoding="utf-8")
    one = group("g", bounds[0], *(rule(points, compared(name, "is", "x")) for points, name in rules), lowest=bounds[1])
    engine, records, _ = asked(path, score(one))
    assert scored(engine, records).totals == {(total, total): 1}


@pytest.mark.parametrize(
    ("points", "total", "band"),
    [(39, 39, Band.AT_RISK), (40, 40, Band.NEUTRAL), (69, 69, Band.NEUTRAL), (70, 70, Band.HEALTHY), (500, 100, Band.HEALTHY), (-5, 0, Band.AT_RISK)],
)  # fmt: skip
def test_a_bound_belongs_to_the_band_above(points, total, band, tmp_path):
    path = tmp_path / "records.csv"
    path.write_text("Record ID,p\n1,x\n", encoding="utf-8")
    engine, records, _ = asked(path, score(group("g", 600, rule(points, compared("p", "is", "x")))))
    counts = scored(engine, records)
    assert (counts.totals, counts.bands) == ({(total, total): 1}, {band: 1})


ACTIVITY = """id,event,time,duration
1,call,2026-11-26,900
1,call,2026-11-20T10:00:00Z,100
1,call,2026-11-27,900
1,call,2026-10-26,900
1,meeting,2026-11-26,
2,call,yesterday,900
2,call,2026-11-25,x
3,other,2026-11-26,900
"""


def test_events_are_counted_up_to_some_days_ago(tmp_path):
    path, events = tmp_path / "records.csv", tmp_path / "activity.csv"
    path.write_text("Record ID\n1\n2\n3\n4\n", encoding="utf-8")
    events.write_text(ACTIVITY, encoding="utf-8")
    where = (compared("duration", "at_least", 900),)
    one = score(
        group(
            "g",
            100,
            rule(1, event("call", "at_least", 2, days=30)),
            rule(2, event("call", "between", 1, 1, days=30, where=where)),
            rule(4, event("call", "at_least", 3, days=31)),
            rule(8, event("call", "at_most", 0, days=400)),
            rule(16, event("meeting", "at_least", 1, days=0)),
        )
    )
    engine, records, misfits = asked(path, one, activity=ActivityFiles(paths=(events,), events={}))
    totals = {identity: engine.outcome(facts).total[0] for identity, facts, _ in engine.each(records)}
    assert totals == {"1": 1 + 2 + 4 + 16, "2": 0, "3": 8, "4": 8}
    assert [(one.kind.value, one.column, one.places[0].line) for one in misfits.found()] == [
        ("unreadable_number", "duration", 8),
        ("unreadable_date", "time", 7),
    ]


def test_without_activity_a_score_is_a_range(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text("Record ID,p\n1,x\n2,y\n", encoding="utf-8")
    one = score(
        group("usage", 50, rule(30, compared("p", "is", "x")), rule(80, compared("p", "is", "y"))),
        group(
            "contact",
            40,
            rule(25, event("call", "at_least", 1)),
            rule(15, event("call", "at_least", 2)),
            rule(-10, event("call", "at_most", 0)),
        ),
    )
    engine, records, _ = asked(path, one)
    outcomes = [engine.outcome(facts) for _, facts, _ in engine.each(records)]
    assert [outcome.total for outcome in outcomes] == [(20, 70), (40, 90)]
    assert [outcome.band for outcome in outcomes] == [None, None]
    assert [group.given for group in outcomes[0].groups] == [(30, 30), (-10, 40)]
    assert scored(engine, records).bands == {None: 2}


def test_groups_that_ask_for_the_same_events_are_ranges_together(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text("Record ID\n1\n", encoding="utf-8")
    one = score(
        group("met", 60, rule(30, event("call", "at_least", 1))),
        group("quiet", 40, rule(20, event("call", "at_most", 0))),
        at_risk=10,
        healthy=40,
    )
    engine, records, _ = asked(path, one)
    ((_, facts, _),) = engine.each(records)
    outcome = engine.outcome(facts)
    assert (outcome.total, outcome.band) == ((20, 30), Band.NEUTRAL)
    assert [group.given for group in outcome.groups] == [(0, 30), (0, 20)]


def test_a_score_that_is_too_much_work_is_a_range_by_its_bounds(tmp_path, monkeypatch):
    path = tmp_path / "records.csv"
    path.write_text("Record ID,p\n1,x\n", encoding="utf-8")
    monkeypatch.setattr("csws.lab.scoring.ranges.MOST_STATES", 1)
    one = score(
        group("a", 50, rule(30, event("call", "at_least", 1)), lowest=-20),
        group("b", 40, rule(40, compared("p", "is", "x"))),
    )
    engine, records, _ = asked(path, one)
    assert scored(engine, records).totals == {(20, 90): 1}


def test_several_scores_are_asked_in_one_pass(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text("Record ID,p,name\n1,3,Acme\n2,9,Bolt\n", encoding="utf-8")
    before = score(group("g", 100, rule(10, compared("p", "at_least", 3))))
    after = score(group("g", 100, rule(20, compared("p", "at_least", 3)), rule(5, compared("p", "at_least", 5))))
    misfits = Misfits()
    engine = Engine(Question(scores=(before, after), as_of=AS_OF, zone=ZONE, properties={}), misfits)
    records = Records([path], headings_of((), (*engine.wanted, "name")), misfits)
    found = [
        (*also, *(engine.outcome(facts, at).total[0] for at in (0, 1)))
        for _, facts, also in engine.each(records, ("name",))
    ]
    assert found == [("Acme", 10, 20), ("Bolt", 10, 25)]
    assert not misfits


HOURS = {
    "within_days": ["2026-11-23"],
    "older_than_days": ["2026-11-23"],
    "within_next_days": ["2026-11-29"],
    "more_than_days_ahead": ["2026-11-29"],
}


@pytest.mark.parametrize(("word", "depend"), HOURS.items(), ids=HOURS)
def test_only_the_last_day_depends_on_hours(word, depend, tmp_path):
    path = tmp_path / "records.csv"
    days = [date.fromordinal(AS_OF.toordinal() + at).isoformat() for at in range(-6, 7)]
    path.write_text("Record ID,p\n" + "".join(f"{at},{day}\n" for at, day in enumerate(days, 1)), encoding="utf-8")
    one = score(group("g", 100, rule(10, compared("p", word, 3))))
    engine, records, _ = asked(path, one, by_hours(one))
    differ = [
        days[int(at) - 1] for at, facts, _ in engine.each(records) if engine.outcome(facts) != engine.outcome(facts, 1)
    ]
    assert differ == depend


def test_events_of_the_last_day_depend_on_hours(tmp_path):
    path, events = tmp_path / "records.csv", tmp_path / "activity.csv"
    path.write_text("Record ID\n1\n2\n3\n", encoding="utf-8")
    events.write_text("id,event,time\n1,call,2026-11-26\n2,call,2026-11-23\n3,call,2026-11-22\n", encoding="utf-8")
    one = score(group("g", 100, rule(10, event("call", "at_least", 1, days=3))))
    engine, records, _ = asked(path, one, by_hours(one), activity=ActivityFiles(paths=(events,), events={}))
    totals = [
        (engine.outcome(facts).total[0], engine.outcome(facts, 1).total[0]) for _, facts, _ in engine.each(records)
    ]
    assert totals == [(10, 10), (10, 0), (0, 0)]


def test_activity_in_json_lines_with_a_text_for_an_id(tmp_path):
    path, events = tmp_path / "records.csv", tmp_path / "activity.jsonl"
    path.write_text("Record ID\nacme\n", encoding="utf-8")
    events.write_text('{"id": "acme", "event": "call", "time": "2026-11-26", "n": 3}\n' * 3, encoding="utf-8")
    where = (compared("n", "is", 3),)
    one = score(group("g", 100, rule(10, event("call", "between", 3, 3, where=where))))
    engine, records, misfits = asked(path, one, activity=ActivityFiles(paths=(events,), events={}))
    assert scored(engine, records).totals == {(10, 10): 1}
    assert not misfits


def test_activity_without_times_cannot_be_read(tmp_path):
    path, events = tmp_path / "records.csv", tmp_path / "activity.csv"
    events.write_text("id,event\n1,call\n", encoding="utf-8")
    one = score(group("g", 100, rule(10, event("call", "at_least", 1))))
    with pytest.raises(RecordsUnreadable, match="has no column `time`"):
        asked(path, one, activity=ActivityFiles(paths=(events,), events={}))
