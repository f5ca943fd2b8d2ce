"""The events that every account has: their names are not those of an account's own events."""

from __future__ import annotations

import re

from csws.kinds.health_scores.standard_events import STANDARD_EVENTS


def test_names_are_internal_names_without_the_prefix_of_the_api():
    assert STANDARD_EVENTS
    for name, event in STANDARD_EVENTS.items():
        assert event.name == name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert not re.match(r"e_|pe\d", name)


def test_none_is_complete_because_nothing_published_says_so():
    assert not any(event.is_complete for event in STANDARD_EVENTS.values())


def test_properties_are_known_by_their_names():
    for event in STANDARD_EVENTS.values():
        assert all(item.name == name for name, item in event.properties.items())
