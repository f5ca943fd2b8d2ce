"""`csws score verify`: HubSpot's numbers against csws's, and what the differences point at."""

from __future__ import annotations

import pytest

from tests.lab.commands import oracle
from tests.lab.commands.oracle import AS_OF, companies
from tests.lab.commands.place import SCORE
from tests.lab.commands.test_try import EVENTS

ROWS = companies(400, seed=3)


def typed(rows, change=lambda row, points: points):
    return [{**row, "account_health_score": str(change(row, oracle.points(row)))} for row in rows]


def test_numbers_that_agree(place):
    done = place.run("score", "verify", "account_health", place.companies(typed(ROWS)), *AS_OF, "--detailed-exitcode")
    assert (done.code, "All numbers agree" in done.out) == (0, True)


def test_numbers_are_compared_as_numbers(place):
    rows = typed(ROWS[:4], lambda row, points: f"{points}.0")
    assert place.score("verify", place.companies(rows), *AS_OF)["agree"] == 4


def test_records_without_a_number_are_counted_apart(place):
    rows = typed(ROWS[:5])
    rows[0]["account_health_score"], rows[1]["account_health_score"] = "", "many"
    found = place.score("verify", place.companies(rows), *AS_OF)
    assert (found["records"], found["agree"], found["without"], found["unreadable"]) == (5, 3, 1, 1)


def support_without(rule):
    """The number of HubSpot if somebody forgot a rule about open tickets or the plan."""

    def change(row, points):
        usage, _ = oracle.groups(row)
        tickets = row["num_open_tickets"]
        support = {"": 0, "0": 40, "1": 20, "2": 20, "3": 0, "4": 0}.get(tickets, -30)
        support = 0 if rule == "tickets" and tickets in ("5", "9") else support
        support += 15 * (row["support_plan"].startswith("Premium") and rule != "plan")
        support += 5 * (row["customer_tier"] in ("Silver", "Gold"))
        return max(0, min(100, usage + max(-40, min(50, support))))

    return change


@pytest.mark.parametrize(
    ("rule", "condition"),
    [
        ("tickets", "num_open_tickets at_least 5"),
        ("plan", 'support_plan is_any_of ["premium","premium_plus"]'),
    ],
)
def test_a_rule_that_somebody_forgot_is_the_first_cause(place, rule, condition):
    rows = typed(ROWS, support_without(rule))
    differ = sum(oracle.points(row) != int(row["account_health_score"]) for row in rows)
    words = ("score", "verify", "account_health", place.companies(rows), *AS_OF)
    found = place.run(*words, "--format", "json").json
    assert (found["differ"], found["agree"], found["unexplained"]) == (differ, 400 - differ, 0)
    first = found["causes"][0]
    assert (first["cause"], first["group"], first["condition"]) == ("silent", "support", condition)
    assert (first["records"], first["against"]) == (differ, 0)
    assert place.run(*words, "--detailed-exitcode").code == 2
    markdown = place.run(*words, "--format", "markdown").out
    assert "In HubSpot this rule does not fire or is not there, in <b>Support</b>" in markdown


def test_a_maximum_that_somebody_forgot(place):
    def change(row, points):
        usage = 10 * (row["last_login"] != "" and oracle.groups({**row, "logins": ""})[0] == 10)
        usage += 30 * (row["logins"] in ("10", "29", "30", "55")) + 30 * (row["logins"] in ("30", "55"))
        return max(0, min(100, usage + oracle.groups(row)[1]))

    found = place.score("verify", place.companies(typed(ROWS, change)), *AS_OF)
    first = found["causes"][0]
    assert (first["cause"], first["group"], first["records"], first["against"]) == (
        "no_maximum",
        "usage",
        found["differ"],
        0,
    )


@pytest.mark.parametrize(
    ("change", "condition", "cause", "assumption"),
    [
        # A rule about what a value is not that holds where there is none.
        (
            lambda row, points: points + 5 * (not row["customer_tier"]),
            'customer_tier is_not "bronze"',
            "fires",
            "no_value",
        ),
        # Days as 24 hours: 30 days ago is beyond them.
        (
            lambda row, points: points - 10 * (row["last_login"] == oracle.day(30)),
            "last_login within_days 30",
            "silent",
            "days",
        ),
    ],
)
def test_an_assumption_is_named(place, change, condition, cause, assumption):
    rows = [row for row in ROWS if row["logins"] in ("", "0", "9", "10") and row["num_open_tickets"] in ("3", "4")]
    rows = [row for row in rows if oracle.points(row) >= 10]
    found = place.score("verify", place.companies(typed(rows, change)), *AS_OF)
    first = found["causes"][0]
    assert (first["condition"], first["cause"], first["assumption"]) == (condition, cause, assumption)
    assert (first["records"], found["unexplained"]) == (found["differ"], 0)


def test_the_greatest_differences_are_shown_first(place):
    rows = typed(ROWS[:20], lambda row, points: points + int(row["hs_object_id"]) % 7)
    found = place.score("verify", place.companies(rows), *AS_OF)["differences"]
    sizes = [one["hubspot"] - one["csws"] for one in found]
    assert (len(found), sizes) == (10, sorted(sizes, reverse=True))


def test_a_score_says_where_hubspot_keeps_its_number(place):
    place.declare(SCORE.replace("    property: account_health_score\n", ""))
    done = place.run("score", "verify", "account_health", place.companies(ROWS[:2]))
    assert (done.code, "property:" in done.err) == (64, True)


TWO = """health_scores:
  account_health:
    name: Account health
    object: companies
    bands: {healthy: 70, at_risk: 40}
    property: account_health_score
    groups:
      use: {name: Use, kind: properties, max: 80, rules: [{property: logins, at_least: 1, points: 70}, {property: logins, at_least: 9, points: 50}]}
      calm: {name: Calm, kind: properties, max: 60, min: -10, rules: [{property: num_open_tickets, at_most: 0, points: 40}, {property: num_open_tickets, at_least: 5, points: -30}]}
"""


@pytest.mark.parametrize(
    ("logins", "tickets", "csws", "hubspot", "cause", "group"),
    [
        ("1", "0", 100, 110, "not_held", None),
        ("1", "9", 60, 40, "no_minimum", "calm"),
        ("9", "9", 70, 100, "no_maximum", "use"),
        ("1", "0", 100, 70, "no_group", "calm"),
    ],
)
def test_every_other_cause_is_found(place, logins, tickets, csws, hubspot, cause, group):
    place.declare(TWO)
    rows = [{"hs_object_id": "1", "logins": logins, "num_open_tickets": tickets, "account_health_score": hubspot}]
    found = place.score("verify", place.companies(rows), *AS_OF)
    assert [(one["csws"], one["hubspot"]) for one in found["differences"]] == [(csws, hubspot)]
    assert (cause, group) in [(one["cause"], one["group"]) for one in found["causes"]]
    for language in ("en", "nb", "zh"):
        words = ("score", "verify", "account_health", "companies.csv", "--language", language, "--format", "html")
        assert place.run(*words).code == 0


def test_records_whose_events_are_not_known_are_not_compared(place):
    place.declare(EVENTS)
    rows = typed(ROWS[:5])
    found = place.score("verify", place.companies(rows), *AS_OF)
    assert (found["unclear"], found["agree"], found["differ"]) == (5, 0, 0)
    assert "There is no number to compare" in place.run("score", "verify", "account_health", "companies.csv").out
