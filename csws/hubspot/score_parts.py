"""What only health scores refer to, as a catalogue has it: the account's segments and its own events.

Where a part cannot be read, what the committed catalogue had of it stays; without any, the member
is left out, which says that it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from csws.hubspot import scopes
from csws.hubspot.faults import PARTIAL
from csws.hubspot.gaps import Gap, flaw_in, gap_of, may_hide
from csws.hubspot.object_document import property_document
from csws.hubspot.option_lists import option_members
from csws.hubspot.reader import HubSpotReader, Listing
from csws.hubspot.scopes import Need
from csws.model.frozen import frozen

Json = dict[str, Any]


@frozen
class ScoreParts:
    """Members of the document, what they lack, and what of them the committed catalogue had."""

    members: Json
    gaps: tuple[Gap, ...]
    kept: tuple[str, ...]


def read_score_parts(reader: HubSpotReader, types: Mapping[str, str], before: Mapping[str, Any]) -> ScoreParts:
    """`types`: the objects that health scores use → their type ids. `before` is the committed
    catalogue."""
    return _Parts(reader, before).whole(types)


class _Parts:
    """The gaps found so far."""

    def __init__(self, reader: HubSpotReader, before: Mapping[str, Any]) -> None:
        self._reader, self._before = reader, before
        self._gaps: list[Gap] = []
        self._kept: list[str] = []

    def whole(self, types: Mapping[str, str]) -> ScoreParts:
        found = {"segments": self._segments(types), "event_types": self._events()}
        members = {name: items for name, items in found.items() if items is not None}
        return ScoreParts(members=members, gaps=tuple(self._gaps), kept=tuple(self._kept))

    def _segments(self, types: Mapping[str, str]) -> list[Json] | None:
        """By id. None if nothing is known of any object."""
        known: list[list[Json]] = []
        for name, type_id in sorted(types.items()):
            old = [item for item in self._before.get("segments") or () if item.get("object") == name]
            listing = self._asked(scopes.SEGMENTS, partial(self._reader.segments, type_id))
            known += [] if listing is None and not old else [self._of_object(name, type_id, listing, old)]
        return sorted((item for items in known for item in items), key=lambda item: str(item["id"])) if known else None

    def _of_object(self, name: str, type_id: str, listing: Listing | None, old: list[Json]) -> list[Json]:
        there = _segments_in(listing, name, type_id) if listing else []
        seen = {str(item["listId"]) for item in listing.items} if listing else set()
        lost = [item for item in old if str(item["id"]) not in seen]
        kept = [item for item in lost if listing is None or _may_hide_segment(listing, item)]
        self._keep(scopes.SEGMENTS, kept)
        return [*there, *kept]

    def _events(self) -> list[Json] | None:
        """By name."""
        old = list(self._before.get("event_types") or ())
        listing = self._asked(scopes.EVENTS, self._reader.event_definitions)
        if listing is None:
            self._keep(scopes.EVENTS, old)
            return old if "event_types" in self._before else None
        live = [item for item in listing.items if not item.get("archived")]
        seen = {_full_name(item) for item in listing.items}
        lost = [item for item in old if item["name"] not in seen]
        kept = [item for item in lost if may_hide(listing.unusable, fullyQualifiedName=item["name"])]
        self._keep(scopes.EVENTS, kept)
        return sorted([*map(_event, live), *kept], key=lambda item: str(item["name"]))

    def _asked(self, need: Need, read: Any) -> Listing | None:
        """What HubSpot answers; None if it refuses this part."""
        try:
            listing: Listing = read()
        except PARTIAL as error:
            self._gaps.append(gap_of(need, error))
            return None
        self._gaps += flaw_in(need, listing)
        return listing

    def _keep(self, need: Need, items: list[Json]) -> None:
        self._kept += [need.what] if items else []


def _segments_in(listing: Listing, name: str, type_id: str) -> list[Json]:
    live = (item for item in listing.items if not item.get("deletedAt"))
    own = (item for item in live if str(item.get("objectTypeId") or type_id) == type_id)
    return [{"id": str(item["listId"]), "name": str(item["name"]), "object": name} for item in own]


def _may_hide_segment(listing: Listing, item: Json) -> bool:
    return may_hide(listing.unusable, listId=item["id"], name=item["name"])


def _event(item: Json) -> Json:
    """An event whose properties HubSpot does not tell has none of them in the document."""
    labels, listed = item.get("labels"), item.get("properties")
    label = labels.get("singular") if isinstance(labels, dict) else None
    out: Json = {"name": _full_name(item), "label": str(label or item["name"])}
    return {**out, "properties": _properties(_named(listed))} if isinstance(listed, list) else out


def _full_name(item: Json) -> str:
    """The name with the account's prefix, `pe1234567_login`: no event of HubSpot's own has it, and it is
    the one that HubSpot writes with each occurrence."""
    return str(item.get("fullyQualifiedName") or item["name"])


def _properties(items: Iterable[Json]) -> Json:
    found = {str(item["name"]): item for item in items if not item.get("archived")}
    options = option_members(found.values())
    return {name: property_document(found[name], options.get(name)) for name in sorted(found)}


def _named(listed: list[Any]) -> Iterator[Json]:
    return (item for item in listed if isinstance(item, dict) and item.get("name") not in (None, ""))
