"""The custom objects of an account, by the names that settings use. A name that means two objects
means none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csws.hubspot.endpoints import STANDARD
from csws.hubspot.gaps import Gap, may_hide
from csws.hubspot.reader import Listing
from csws.hubspot.scopes import CUSTOM_OBJECTS
from csws.model.frozen import frozen

Json = dict[str, Any]


@frozen
class CustomObjects:
    """`by_name` are the objects that settings can refer to. `shared` has the type ids of those that
    have one name, in order; `standard` those that have the name of a standard object."""

    by_name: Mapping[str, Json]
    shared: Mapping[str, tuple[str, ...]]
    standard: Mapping[str, tuple[str, ...]]

    def gaps(self) -> Iterator[Gap]:
        for name, ids in self.standard.items():
            sentence = (
                f"The custom object `{name}` ({', '.join(ids)}) has the name of a standard"
                " object, so csws leaves it out: settings cannot refer to it."
            )
            yield Gap(what=f"custom object {name}", sentence=sentence)
        for name, ids in self.shared.items():
            sentence = f"{shared_name(name, ids)}, so csws reads none of them: settings could mean any."
            yield Gap(what=CUSTOM_OBJECTS.what, sentence=sentence)


def custom_objects(listing: Listing) -> CustomObjects:
    """Those that are not archived."""
    live: dict[str, list[Json]] = {}
    for item in listing.items:
        if not item.get("archived"):
            live.setdefault(str(item["name"]), []).append(item)
    ids = {name: tuple(sorted(str(item["objectTypeId"]) for item in items)) for name, items in sorted(live.items())}
    return CustomObjects(
        by_name={name: live[name][0] for name in ids if len(live[name]) == 1 and name not in STANDARD},
        shared={name: found for name, found in ids.items() if len(found) > 1 and name not in STANDARD},
        standard={name: found for name, found in ids.items() if name in STANDARD},
    )


def shared_name(name: str, type_ids: tuple[str, ...]) -> str:
    """The fact as a sentence, up to its full stop."""
    return f"The account has {len(type_ids)} custom objects called `{name}` ({', '.join(type_ids)})"


def not_found(old: Mapping[str, Json], listing: Listing | None) -> dict[str, Json]:
    """The custom objects of a committed catalogue (`old`, by name) that the list may hide: all of
    them, if it could not be read (None)."""
    custom = {name: item for name, item in old.items() if item.get("custom")}
    if listing is None:
        return custom
    found = custom_objects(listing)
    seen = {str(item["objectTypeId"]) for item in listing.items}

    def may_be_there(name: str, type_id: str) -> bool:
        if type_id in seen:
            return type_id in found.shared.get(name, ())
        return may_hide(listing.unusable, name=name, objectTypeId=type_id)

    return {name: item for name, item in custom.items() if may_be_there(name, item["type_id"])}
