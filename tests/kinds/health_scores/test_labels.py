"""The labels that an account has for what the rules of a score name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.kinds.health_scores.labels import event_key, labels_in, property_key, value_key
from csws.model.catalog import Catalog, EventType, ObjectType, Option, Property
from tests.kinds.health_scores.made import NAMES
from tests.kinds.health_scores.scores import event, test_of

PLAN = Property(
    name="plan",
    label="Support plan",
    type="enumeration",
    options=(Option(value="a", label="Premium"), Option(value="b", label="Basic"), Option(value="c", label="Basic")),
)
TICKETS = Property(name="tickets", label="Open tickets", type="number")
LENGTH = Property(name="length", label="Length of the call", type="number")
COMPANIES = ObjectType(
    name="companies", type_id="0-2", label="Companies", properties={"plan": PLAN, "tickets": TICKETS}
)
CALL = EventType(name="pe1_call", label="Our call", properties={"length": LENGTH})
CATALOG = Catalog(account_id="1", account_name="acme", objects={"companies": COMPANIES}, event_types={"pe1_call": CALL})


@pytest.mark.parametrize(
    ("test", "labels"),
    [
        (test_of("tickets", "at_least", 5), {"tickets": "Open tickets"}),
        (test_of("plan", "is_any_of", "a", "z"), {"plan": "Support plan", 'plan is "a"': "Premium"}),
        (test_of("plan", "is", "b"), {"plan": "Support plan", 'plan is "b"': "Basic (b)"}),
        (test_of("unknown", "is", "a"), {}),
        (event("pe1_call", "at_least", 1), {"event pe1_call": "Our call"}),
        (
            event("pe1_call", "at_least", 1, where=(test_of("length", "at_least", 9),)),
            {"event pe1_call": "Our call", "event pe1_call where length": "Length of the call"},
        ),
        (event("call_ended", "at_least", 1), {"event call_ended": "Call ended"}),
        (event("nowhere", "at_least", 1, where=(test_of("length", "is", 9),)), {}),
    ],
)
def test_what_a_condition_names_has_its_label(test, labels):
    assert dict(labels_in((test,), "companies", CATALOG)) == labels


def test_two_properties_of_one_label_are_told_apart_by_their_names():
    twin = replace(COMPANIES, properties={**COMPANIES.properties, "old": replace(TICKETS, name="old")})
    catalog = replace(CATALOG, objects={"companies": twin})
    found = dict(labels_in((test_of("tickets", "is", 1), test_of("old", "is", 1)), "companies", catalog))
    assert found == {"tickets": "Open tickets (tickets)", "old": "Open tickets (old)"}


def test_of_an_object_that_the_catalogue_lacks_nothing_is_known():
    assert list(labels_in((test_of("tickets", "is", 1),), "contacts", CATALOG)) == []


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=2, max_size=6, unique=True))
def test_no_two_things_have_the_same_key(named):
    things = {("event", event) for event, _, _ in named}
    keys = {event_key(event) for event, _, _ in named}
    for behind, name, value in named:
        for of in ("", behind):
            things |= {("property", name, of), ("value", name, value, of)}
            keys |= {property_key(name, of), value_key(name, value, of)}
    assert len(keys) == len(things)
