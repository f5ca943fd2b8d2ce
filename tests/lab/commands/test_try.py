"""`csws score try` against the same score by hand, and everything that it names."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from tests.lab.commands import oracle
from tests.lab.commands.oracle import AS_OF, LOGINS, PLANS, TICKETS, TIERS, companies, day
from tests.lab.commands.place import SCORE

ROWS = companies(400)
CALM = {"logins": "10", "num_open_tickets": "0", "support_plan": "Basic", "customer_tier": "Gold"}


def company(identity, **more):
    return {"hs_object_id": str(identity), "name": f"Company {identity}", **CALM, **more}


def test_every_figure_is_that_of_the_score_by_hand(place):
    found = place.score("try", place.companies(ROWS), *AS_OF)
    totals = [oracle.points(row) for row in ROWS]
    bands = Counter(map(oracle.band, totals))
    assert found["records"] == 400
    assert {name: one["records"] for name, one in found["bands"].items()} == {
        name: bands[name] for name in ("healthy", "neutral", "at_risk")
    }
    assert [one["share"] for one in found["bands"].values()] == [
        one["records"] / 400 for one in found["bands"].values()
    ]
    counts = Counter(totals)
    assert found["points"]["low"] == found["points"]["high"] == [counts[points] for points in range(101)]
    for at, group in enumerate(found["groups"]):
        given = Counter(oracle.groups(row)[at] for row in ROWS)
        assert {one["low"]: one["records"] for one in group["given"]} == given
    assert [(near["bound"], near["records"]) for near in found["near"]] == [
        (bound, sum(bound - 5 <= total < bound for total in totals)) for bound in (70, 40)
    ]
    empty = {one["property"]: one["records"] for one in found["empty"]}
    assert empty == {name: sum(not row[name] for row in ROWS) for name in empty}
    assert found["misfits"] == []


def test_a_rule_counts_the_records_for_which_it_fires(place):
    found = place.score("try", place.companies(ROWS), *AS_OF)
    fired = {one["condition"]: one["fired"] for one in found["rules"]}
    assert fired["num_open_tickets between [1,2]"] == sum(row["num_open_tickets"] in ("1", "2") for row in ROWS)
    assert fired['customer_tier is_not "bronze"'] == sum(row["customer_tier"] in ("Silver", "Gold") for row in ROWS)
    assert [one["group"] for one in found["rules"]] == ["usage"] * 3 + ["support"] * 5


def test_out_has_a_line_for_each_record(place):
    done = place.run("score", "try", "account_health", place.companies(ROWS), *AS_OF, "--out", "points.csv")
    assert done.code == 0
    with (place.folder / "points.csv").open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [line["id"] for line in lines] == [row["hs_object_id"] for row in ROWS]
    for line, row in zip(lines, ROWS, strict=True):
        assert (int(line["points"]), line["band"]) == (oracle.points(row), oracle.band(oracle.points(row)))
        assert (int(line["group.usage"]), int(line["group.support"])) == oracle.groups(row)
    assert "logins at_least 10" in lines[[row["logins"] for row in ROWS].index("10")]["rules"]


def test_out_never_replaces_what_is_read_or_a_file_of_the_project(place):
    file = place.companies(ROWS[:3])
    before = (place.folder / file).read_bytes()
    for out in (file, f"./{file}", "csws.yaml", "scores.yaml", "catalogs/acme.json"):
        assert place.run("score", "try", "account_health", file, "--out", out).code == 64
    assert (place.folder / file).read_bytes() == before


def test_an_explanation_sums_to_the_points(place):
    asked = [row["hs_object_id"] for row in ROWS[:30]]
    words = [word for identity in asked for word in ("--explain", identity)]
    found = place.score("try", place.companies(ROWS), *AS_OF, *words, "--explain", "12")
    assert [one["id"] for one in found["explained"]] == asked
    assert found["not_found"] == ["12"]
    for one, row in zip(found["explained"], ROWS, strict=False):
        for group in one["groups"]:
            assert sum(rule["points"] for rule in group["rules"]) + group["cut"] == group["given"]
        assert sum(group["given"] for group in one["groups"]) + one["cut"] == one["points"] == oracle.points(row)


def test_the_lift_is_the_best_that_one_property_can_do(place):
    asked = ROWS[:60]
    words = [word for row in asked for word in ("--explain", row["hs_object_id"])]
    found = place.score("try", place.companies(ROWS), *AS_OF, *words)
    others = {
        "logins": LOGINS[1:],
        "last_login": (day(0), day(200)),
        "num_open_tickets": TICKETS[1:],
        "support_plan": PLANS[1:],
        "customer_tier": TIERS[1:],
    }
    for one, row in zip(found["explained"], asked, strict=True):
        best = max(oracle.points({**row, name: value}) for name, values in others.items() for value in values)
        gain = best - oracle.points(row)
        assert (one["lift"] or {"points": 0})["points"] == gain


def test_the_nearest_records_are_named_first(place):
    rows = [company(9, logins="30", support_plan="Premium", num_open_tickets="3")]  # 50 + 20
    rows += [
        company(identity, logins="30", support_plan="Premium", num_open_tickets="3", customer_tier="Bronze")
        for identity in (30, 4, 100, 20)
    ]
    near = place.score("try", place.companies(rows), *AS_OF)["near"][0]
    assert (near["bound"], near["records"]) == (70, 4)
    assert [(one["id"], one["points"]) for one in near["first"]] == [("4", 65), ("20", 65), ("30", 65)]


def test_records_whose_band_depends_on_how_days_are_counted(place):
    """30 days ago is within 30 calendar days, and may be beyond 30 × 24 hours."""
    plain = {"num_open_tickets": "3", "customer_tier": "Bronze", "logins": "10"}  # 30 points, and 10 for the login
    rows = [company(1, last_login=day(30), **plain), company(2, last_login=day(29), **plain), company(3, **plain)]
    found = place.score("try", place.companies(rows), *AS_OF)["depends"]["days"]
    assert found == {"points": 1, "bands": 1, "first": [{"id": "1"}]}


def test_records_whose_points_depend_on_a_value_that_is_not_there(place):
    rows = [company(1, customer_tier=""), company(2, customer_tier="Gold"), company(3, logins="", customer_tier="")]
    found = place.score("try", place.companies(rows), *AS_OF)["depends"]["no_value"]
    # 30 + 40 without the tier, and 75 with it; without logins 40, and 45.
    assert found == {"points": 2, "bands": 0, "first": []}
    place.declare(SCORE.replace("healthy: 70", "healthy: 75"))
    found = place.score("try", place.companies(rows), *AS_OF)["depends"]["no_value"]
    assert found == {"points": 2, "bands": 1, "first": [{"id": "1"}]}


def test_rules_that_say_nothing_are_named(place):
    rows = [company(identity, logins="12", num_open_tickets="0") for identity in range(1, 21)]
    told = place.run("score", "try", "account_health", place.companies(rows), *AS_OF).told
    assert "This rule fires for no record: Logins in 30 days is at least 30." in told
    assert "This rule fires for 100% of the records: Open tickets is at most 0." in told
    assert "Last login is empty in 20 of 20 records (100%)." in told
    assert "A record of which nothing is known gets 0 points: at risk." in told


def test_what_does_not_fit_is_told_by_line_and_column(place):
    file = place.companies([company(1, logins="many"), company(2), company(1)])
    done = place.run("score", "try", "account_health", file, *AS_OF, "--format", "json")
    assert (done.code, done.json["records"], done.json["marked"]) == (0, 2, 1)
    assert done.json["misfits"] == [
        {"kind": "doubled_id", "column": None, "count": 1, "places": [{"file": file, "line": 4}]},
        {"kind": "unreadable_number", "column": "logins", "count": 1, "places": [{"file": file, "line": 2}]},
    ]
    strict = place.run("score", "try", "account_health", file, *AS_OF, "--strict", "--format", "json")
    assert strict.code == 3
    assert strict.json == done.json
    told = place.run("score", "try", "account_health", file, *AS_OF).told
    assert f"{file}:2" in told
    assert "Logins in 30 days" in told


@pytest.mark.parametrize(("words", "code"), [((), 1), (("--strict",), 3)])
def test_a_file_that_cannot_be_read_is_a_failure(place, words, code):
    done = place.run("score", "try", "account_health", "nowhere.csv", *words, "--format", "json")
    assert done.code == code
    assert "nowhere.csv" in done.json["error"]["message"]
    assert done.json["bands"] is None


EVENTS = SCORE.replace(
    "    groups:\n",
    "    groups:\n      contact: {name: Contact, kind: events, max: 30, rules: [{event: meeting_completed, at_least: 1, within_days: 30, points: 30}]}\n",
)


def test_without_activity_a_score_of_events_is_a_range(place):
    place.declare(EVENTS.replace("max: 50", "max: 35"))
    rows = [company(1), company(2, num_open_tickets="9", logins=""), company(3)]
    file = place.companies(rows)
    found = place.score("try", file, *AS_OF, "--explain", "1")
    assert found["explained"][0]["points"] == {"low": 65, "high": 95}
    assert (found["explained"][0]["band"], found["unclear"]) == (None, 2)
    assert found["bands"]["at_risk"]["records"] == 1
    told = place.run("score", "try", "account_health", file, *AS_OF).told
    assert "2 of 3 records may lie in one band or another" in told
    activity = place.write("activity.csv", ["id", "event", "time"], [[1, "meeting_completed", "2026-11-01T10:00:00Z"]])
    found = place.score("try", file, *AS_OF, "--activity", activity, "--explain", "1", "--explain", "3")
    assert [(one["points"], one["band"]) for one in found["explained"]] == [(95, "healthy"), (65, "neutral")]
    assert found["unclear"] == 0


def test_an_unknown_score_is_a_question_of_usage(place):
    done = place.run("score", "try", "acount_health", "companies.csv", "--format", "json")
    assert (done.code, done.json["error"]["hint"]) == (64, "Did you mean `account_health`?")


def test_a_score_with_an_error_is_not_tried(place):
    place.declare(SCORE.replace("bands: {healthy: 70, at_risk: 40}", "bands: {healthy: 30, at_risk: 40}"))
    done = place.run("score", "try", "account_health", place.companies(ROWS[:2]), "--format", "json")
    assert (done.code, done.json["error"]["code"]) == (3, "CSW711")


def test_no_record_is_no_failure(place):
    found = place.score("try", place.companies([]), *AS_OF)
    assert (found["records"], found["bands"]["healthy"]["share"]) == (0, None)
    for form in ("text", "html", "markdown"):
        done = place.run("score", "try", "account_health", "companies.csv", "--format", form)
        assert done.code == 0
        assert "The files contain no record." in done.out


def test_the_same_input_gives_the_same_bytes(place):
    file, turned = place.companies(ROWS), place.companies(ROWS[::-1], "turned.csv")
    for form in ("json", "text", "html", "markdown"):
        one, other = (
            place.run("score", "try", "account_health", name, *AS_OF, "--format", form).out for name in (file, turned)
        )
        assert one == other.replace("turned.csv", file)


def test_the_record_of_csws_is_no_file_of_records(place):
    config = place.folder / "csws.yaml"
    text = config.read_text()
    config.write_text(re.sub("target: sqlite:.*", "target: hubspot:1234567\n    store: file:records/acme.jsonl", text))
    (place.folder / "records").mkdir()
    (place.folder / "records/acme.jsonl").write_text("{}\n")
    done = place.run("score", "try", "account_health", "./records/acme.jsonl")
    assert (done.code, "csws record show" in done.err) == (64, True)


def test_records_of_a_portal_have_links(place):
    file = place.companies(ROWS)
    assert "href=" not in place.run("score", "try", "account_health", file, "--format", "markdown").out
    config = place.folder / "csws.yaml"
    config.write_text(re.sub("target: sqlite:.*", "target: hubspot:1234567", config.read_text()))
    out = place.run("score", "try", "account_health", file, "--format", "markdown").out
    assert re.search(r'<a href="https://app\.hubspot\.com/contacts/1234567/record/0-2/7000\d{3}">7000', out)


def test_one_account_at_a_time(place):
    config = place.folder / "csws.yaml"
    text = config.read_text()
    account = re.search(r"  acme:\n(    .*\n)+", text)[0]
    other = account.replace("  acme:", "  other:").replace(".csws/acme.db", ".csws/other.db")
    config.write_text(text.replace(account, account + other))
    file = place.companies(ROWS[:3])
    done = place.run("score", "try", "account_health", file)
    assert (done.code, "--account acme" in done.err) == (64, True)
    assert place.run("--account", "acme", "score", "try", "account_health", file).code == 0
