"""What a catalogue says of options, segments, events and the time zone (from 1.1), and what one says
that leaves them out."""

from __future__ import annotations

from typing import Any

import pytest

from csws.load.catalog_file import to_catalog
from csws.model.catalog import EventType, Option, Property, Segment
from csws.schema import is_valid

SMALL: dict[str, Any] = {
    "format_version": "1.0",
    "account": {"id": "1", "name": "acme"},
    "objects": {
        "companies": {
            "type_id": "0-2",
            "label": "Companies",
            "properties": {"plan": {"label": "Plan", "type": "enumeration"}},
        }
    },
}


def _with_plan(**members: Any) -> dict[str, Any]:
    plan = {"label": "Plan", "type": "enumeration", **members}
    companies = {**SMALL["objects"]["companies"], "properties": {"plan": plan}}
    return {**SMALL, "format_version": "1.1", "objects": {"companies": companies}}


def _read(document: dict[str, Any]):
    assert is_valid("catalog", document) is None
    return to_catalog(document)


def test_a_catalogue_of_1_0_knows_no_options_segments_events_and_no_time_zone():
    catalog = _read(SMALL)
    plan = catalog.objects["companies"].properties["plan"]
    assert (plan.options, plan.has_more_options) == (None, False)
    assert (catalog.segments, catalog.event_types, catalog.time_zone) == (None, None, None)
    assert catalog.segments_of("companies") is None


def test_nothing_there_is_not_the_same_as_nothing_known():
    catalog = _read({**_with_plan(options=[]), "segments": [], "event_types": []})
    assert catalog.objects["companies"].properties["plan"].options == ()
    assert catalog.segments == ()
    assert catalog.event_types == {}
    assert catalog.segments_of("companies") is None  # it may not have been asked for these


def test_a_later_minor_version_only_adds_keys():
    assert _read({**SMALL, "format_version": "1.7", "later": [1]}).account_id == "1"


def test_values_of_options_stay_as_they_are_and_labels_are_names():
    options = [{"value": " 08 ", "label": " Gold "}, {"value": "e\u0301", "label": "e\u0301"}]
    found = _read(_with_plan(options=options, more_options=True)).objects["companies"].properties["plan"]
    assert found.options == (Option(value=" 08 ", label="Gold"), Option(value="e\u0301", label="é"))
    assert found.has_more_options


def test_segments_are_found_by_name_among_those_of_their_object():
    segments = [
        {"id": 7, "name": "Active", "object": "companies"},
        {"id": "8", "name": "Active", "object": "contacts"},
    ]
    catalog = _read({**SMALL, "segments": segments})
    of_companies = catalog.segments_of("companies")
    assert of_companies is not None
    assert of_companies.find("Active") == Segment(id="7", name="Active", object="companies")
    assert of_companies.find("id:8") is None


def test_events_have_properties_as_objects_have():
    event = {"name": "pe1_login", "label": "Log-in", "properties": {"n": {"label": "N", "type": "number"}}}
    found = _read({**SMALL, "event_types": [event]}).event_types
    number = Property(name="n", label="N", type="number")
    assert found == {
        "pe1_login": EventType(name="pe1_login", label="Log-in", properties={"n": number}, is_complete=True)
    }


def test_an_event_may_be_known_without_its_properties():
    found = _read({**SMALL, "event_types": [{"name": "pe1_login", "label": "Log-in"}]}).event_types
    assert found == {"pe1_login": EventType(name="pe1_login", label="Log-in")}


def test_the_time_zone_is_the_account_s():
    assert _read({**SMALL, "account": {**SMALL["account"], "time_zone": "Europe/Oslo"}}).time_zone == "Europe/Oslo"


@pytest.mark.parametrize(
    "document",
    [
        _with_plan(options=[{"value": 8, "label": "Eight"}]),
        _with_plan(options=[{"value": "8"}]),
        {**SMALL, "segments": [{"id": "1", "name": "Active"}]},
        {**SMALL, "event_types": [{"label": "Log-in"}]},
        {**SMALL, "event_types": [{"name": "x", "label": "X", "properties": {"n": {}}}]},
        {**SMALL, "account": {**SMALL["account"], "time_zone": 1}},
    ],
)
def test_what_is_not_of_its_shape_is_not_valid(document):
    assert is_valid("catalog", document) is not None
