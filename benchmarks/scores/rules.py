"""The score that is timed: 20 rules as data, from which every tool's own way of saying them is made."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

AS_OF = date(2025, 11, 25)


class Test(NamedTuple):
    """A comparison of a column, which holds numbers, texts, several values or days."""

    column: str
    holds: str
    word: str
    value: object = True


class Rule(NamedTuple):
    group: str
    points: int
    tests: tuple[Test, ...]


GROUPS = {"support": (40, -40), "usage": (40, -40), "relation": (20, -20)}  # the most and the least


def _rule(group: str, points: int, *test: object) -> Rule:
    return Rule(group, points, (Test(*test),))  # type: ignore[arg-type]


RULES = (
    _rule("support", 30, "num_open_tickets", "number", "at_most", 0),
    _rule("support", -10, "num_open_tickets", "number", "at_least", 3),
    _rule("support", -30, "num_open_tickets", "number", "at_least", 5),
    _rule("support", 15, "support_plan", "text", "is_any_of", ["premium", "premium_plus"]),
    Rule(
        "support",
        -10,
        (Test("nps_score", "number", "at_most", 6), Test("customer_tier", "text", "is_any_of", ["gold"])),
    ),
    _rule("usage", 15, "logins_30d", "number", "at_least", 10),
    _rule("usage", 15, "logins_30d", "number", "at_least", 30),
    _rule("usage", 10, "products", "several", "contains_any_of", ["api"]),
    _rule("usage", 10, "products", "several", "contains_all_of", ["inbox", "reports"]),
    _rule("usage", 10, "onboarding_done", "text", "is_any_of", ["true"]),
    _rule("usage", 5, "numberofemployees", "number", "at_least", 100),
    _rule("usage", 5, "numberofemployees", "number", "at_least", 2000),
    _rule("relation", 20, "nps_score", "number", "at_least", 9),
    _rule("relation", -20, "hs_csm_sentiment", "text", "is_any_of", ["negative"]),
    _rule("relation", -5, "hs_csm_sentiment", "text", "is_unknown"),
    _rule("relation", 10, "notes_last_contacted", "day", "within_days", 30),
    _rule("relation", -15, "notes_last_contacted", "day", "older_than_days", 180),
    _rule("relation", -5, "renewal_date", "day", "within_next_days", 60),
    _rule("relation", 5, "annual_revenue", "number", "at_least", 20000.5),
    _rule("relation", 2, "country", "text", "is_none_of", ["Germany"]),
)
COLUMNS = tuple(dict.fromkeys(test.column for rule in RULES for test in rule.tests))


def block() -> dict[str, object]:
    """The score as csws's YAML has it."""
    groups = {
        name: {"name": name, "kind": "properties", "max": most, "min": least, "rules": _rules(name)}
        for name, (most, least) in GROUPS.items()
    }
    return {"name": "Health", "object": "companies", "bands": {"healthy": 70, "at_risk": 40}, "groups": groups}


def _rules(group: str) -> list[dict[str, object]]:
    return [
        {"when": [{"property": test.column, test.word: test.value} for test in rule.tests], "points": rule.points}
        for rule in RULES
        if rule.group == group
    ]
