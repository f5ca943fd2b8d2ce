"""The options of properties, within bounds: a catalogue is a text that people review and git keeps.
A list that is cut is marked, so that nothing is said about a value that it may have lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]
MOST_OF_PROPERTY = 1_000  # the time zones, HubSpot's longest list, are fewer than 600
MOST_OF_OBJECT = 20_000


def option_members(items: Iterable[Json]) -> Mapping[str, Json]:
    """Property → its `options`, and `more_options` where not all of them are kept; no member if they
    are not known. `items` are the properties of one object, or of one event, as HubSpot shows them.
    The longest lists are cut first."""
    lists = {str(item["name"]): found for item in items if (found := _options(item)) is not None}
    left, out = MOST_OF_OBJECT, {}
    for name in sorted(lists, key=lambda name: (len(lists[name]), name)):
        kept = lists[name][: min(MOST_OF_PROPERTY, left)]
        left -= len(kept)
        cut = {"more_options": True} if len(kept) < len(lists[name]) else {}
        out[name] = {"options": kept, **cut}
    return out


def _options(item: Json) -> list[Json] | None:
    """By value. Those of an archived property are of no use, and those of a *HubSpot user* property,
    or of another one with external options, are not in the answer."""
    listed = item.get("options")
    is_listed = item.get("type") == "enumeration" and item.get("externalOptions") is not True
    if not is_listed or item.get("archived") is True or not isinstance(listed, list):
        return None
    found = dict(_pairs(listed))
    return [{"value": value, "label": found[value]} for value in sorted(found)]


def _pairs(listed: list[Any]) -> Iterator[tuple[str, str]]:
    for option in listed:
        if isinstance(option, dict) and option.get("value") not in (None, ""):
            value = str(option["value"])
            yield value, str(option.get("label") or value)
