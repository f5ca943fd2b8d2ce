"""`csws score backtest` on the customers of a real company and on small cases, against independent computations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.lab import direct
from tests.lab.commands.oracle import AS_OF, TODAY, day
from tests.lab.commands.test_try import EVENTS, company
from tests.lab.telco import customers, points_of

TELCO = """health_scores:
  account_health:
    name: Telco
    object: companies
    bands: {healthy: 70, at_risk: 40}
    groups:
      all:
        name: Everything
        kind: properties
        max: 100
        rules:
          - {property: tenure, at_least: 24, points: 30}
          - {property: tenure, between: [6, 23], points: 10}
          - {property: contract, is: Two year, points: 40}
          - {property: contract, is: One year, points: 25}
          - {property: tech_support, is: "Yes", points: 15}
          - {property: payment_method, is_not: Electronic check, points: 15}
"""
COLUMNS = ("tenure", "contract", "tech_support", "payment_method")


@pytest.fixture
def telco(place):
    import json

    catalog = place.folder / "catalogs/acme.json"
    document = json.loads(catalog.read_text())
    document["objects"]["companies"]["other_properties"] += COLUMNS
    catalog.write_text(json.dumps(document))
    place.declare(TELCO)
    rows = customers()
    place.write(
        "telco.csv",
        ["hs_object_id", *COLUMNS],
        ([at, *(row[name] for name in COLUMNS)] for at, row in enumerate(rows, 1)),
    )
    gone = TODAY + timedelta(days=100)
    place.write("lost.csv", ["id", "date"], ([at, gone] for at, row in enumerate(rows, 1) if row["churn"] == "Yes"))
    return place


def test_a_real_companys_customers(telco):
    found = telco.score("backtest", "telco.csv", *AS_OF, "--outcome", "lost.csv")
    rows = customers()
    lost = [points_of(row) for row in rows if row["churn"] == "Yes"]
    kept = [points_of(row) for row in rows if row["churn"] == "No"]
    assert (found["records"], found["lost"], found["kept"], found["concluded"]) == (7043, 1869, 5174, True)
    assert found["auc"]["value"] == pytest.approx(direct.rank_auc(lost, kept), abs=1e-12)
    bound, youden = direct.youden(lost, kept)
    assert (found["best"]["bound"], found["best"]["youden"]) == (bound, pytest.approx(youden))
    at_risk = sum(points < 40 for points in lost), sum(points < 40 for points in (*lost, *kept))
    assert (found["bands"]["at_risk"]["lost"], found["bands"]["at_risk"]["records"]) == at_risk
    ranked = sorted((points_of(row), at, row["churn"] == "Yes") for at, row in enumerate(rows, 1))
    for place, decile in enumerate(found["deciles"]):
        part = ranked[place * 7043 // 10 : (place + 1) * 7043 // 10]
        assert (decile["records"], decile["lost"]) == (len(part), sum(is_lost for *_, is_lost in part))
    assert found["healthy_lost"]["records"] == sum(points >= 70 for points in lost)
    two_years = next(one for one in found["rules"] if one["condition"] == 'contract is "Two year"')
    fired = [row for row in rows if row["contract"] == "Two year"]
    assert two_years["fired"]["records"] == len(fired)
    assert two_years["fired"]["lost"] == sum(row["churn"] == "Yes" for row in fired)
    assert two_years["silent"]["lost"] == 1869 - two_years["fired"]["lost"]
    assert two_years["sign"] == "agrees"


def test_the_interval_is_delongs(telco):
    part = list(customers())[::10]
    telco.write(
        "part.csv", ["hs_object_id", *COLUMNS], ([at, *(row[name] for name in COLUMNS)] for at, row in enumerate(part))
    )
    gone = TODAY + timedelta(days=365)
    telco.write("gone.csv", ["id", "date"], ([at, gone] for at, row in enumerate(part) if row["churn"] == "Yes"))
    found = telco.score("backtest", "part.csv", *AS_OF, "--outcome", "gone.csv")["auc"]
    lost = [points_of(row) for row in part if row["churn"] == "Yes"]
    kept = [points_of(row) for row in part if row["churn"] == "No"]
    assert (found["value"], found["low"], found["high"]) == pytest.approx(direct.auc(lost, kept), abs=1e-9)


def test_who_counts_as_lost(place):
    days = {1: 1, 2: 30, 3: 31, 4: 0, 5: -1, 6: None}
    file = place.companies([company(identity) for identity in days])
    rows = [[identity, TODAY + timedelta(days=after)] for identity, after in days.items() if after is not None]
    place.write("lost.csv", ["id", "date"], [*rows, [77, TODAY], [8, date(2027, 1, 1)]])
    found = place.score("backtest", file, *AS_OF, "--outcome", "lost.csv", "--within", "30")
    assert (found["records"], found["lost"], found["kept"], found["left_out"]) == (6, 2, 2, 2)
    assert (found["unknown_ids"], found["unknown_first"]) == (2, ["8", "77"])
    assert found["lost_later"] == 1
    told = " ".join(
        place.run(
            "score", "backtest", "account_health", file, *AS_OF, "--outcome", "lost.csv", "--within", "30"
        ).out.split()
    )
    assert f"Records that were lost only after {TODAY + timedelta(days=30)}, and count as kept: 1." in told
    assert found["concluded"] is False
    assert [decile["records"] for decile in found["deciles"]] == [0, 0, 1, 0, 1, 0, 0, 1, 0, 1]


def test_too_few_conclude_nothing_and_are_refused_where_that_is_asked(place):
    file = place.companies([company(identity) for identity in range(1, 60)])
    place.write("lost.csv", ["id", "date"], [[identity, "2027-01-01"] for identity in range(1, 20)])
    words = ("score", "backtest", "account_health", file, *AS_OF, "--outcome", "lost.csv")
    done = place.run(*words)
    assert done.code == 0
    assert "There are too few to conclude anything" in done.out
    assert "Lost: 19. Kept: 40. Below 20 of either" in done.told
    assert place.run(*words, "--strict").code == 3
    place.write("lost.csv", ["id", "date"], [[identity, "2027-01-01"] for identity in range(1, 21)])
    assert place.run(*words, "--strict").code == 0
    assert "It does not tell them apart better than chance" in place.run(*words).out


@pytest.mark.parametrize(
    ("tickets", "says"),
    [
        (("9", "0"), "Yes, it tells them apart"),
        (("0", "9"), "It is the wrong way round"),
    ],
)
def test_the_verdict_says_which_way_the_score_points(place, tickets, says):
    lost, kept = tickets
    rows = [company(identity, num_open_tickets=lost if identity <= 30 else kept) for identity in range(1, 81)]
    rows += [company(identity, num_open_tickets="2") for identity in range(81, 91)]
    place.write("lost.csv", ["id", "date"], [[identity, "2027-01-01"] for identity in (*range(1, 31), 81, 82)])
    done = place.run("score", "backtest", "account_health", place.companies(rows), *AS_OF, "--outcome", "lost.csv")
    assert says in done.out
    assert ("the wrong way round" in done.out) == (lost == "0")


def test_values_from_later_are_told(place):
    rows = [company(1, last_login=day(-3)), company(2, last_login=day(3)), company(3)]
    place.write("lost.csv", ["id", "date"], [[1, "2027-01-01"]])
    words = ("score", "backtest", "account_health", place.companies(rows), *AS_OF, "--outcome", "lost.csv")
    assert place.run(*words, "--format", "json").json["later"] == [{"property": "last_login", "records": 1}]
    assert "Last login contains days after 2026-11-25, in 1 of the records" in place.run(*words).told


def test_healthy_records_that_were_lost_are_explained(place):
    rows = [company(1, logins="30", support_plan="Premium"), company(2, num_open_tickets="9")]
    place.write("lost.csv", ["id", "date"], [[1, "2027-01-01"], [2, "2027-01-01"]])
    found = place.score("backtest", place.companies(rows), *AS_OF, "--outcome", "lost.csv")["healthy_lost"]
    (one,) = found["first"]
    assert (found["records"], one["id"], one["points"]) == (1, "1", 100)
    assert [group["cut"] for group in one["groups"]] == [-10, -10]


def test_events_are_needed_where_they_are_counted(place):
    place.declare(EVENTS.replace("max: 50", "max: 35"))
    file = place.companies([company(identity) for identity in range(1, 4)])
    place.write("lost.csv", ["id", "date"], [[1, "2027-01-01"]])
    words = ("score", "backtest", "account_health", file, *AS_OF, "--outcome", "lost.csv", "--format", "json")
    done = place.run(*words)
    assert (done.code, done.json["error"]["hint"]) == (64, "Give the activity of that time with --activity FILE.")
    place.write("activity.csv", ["id", "event", "time"], [[2, "meeting_completed", "2026-11-01T10:00:00Z"]])
    assert place.run(*words, "--activity", "activity.csv").json["auc"]["value"] == 0.75


@pytest.mark.parametrize("missing", ["--as-of", "--outcome"])
def test_the_day_and_the_outcome_are_required(place, missing):
    words = ["--as-of", "2026-11-25", "--outcome", "lost.csv"]
    at = words.index(missing)
    done = place.run("score", "backtest", "account_health", "companies.csv", *words[:at], *words[at + 2 :])
    assert (done.code, missing in done.err) == (64, True)
