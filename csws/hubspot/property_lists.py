"""The properties of one object, from the six lists in which HubSpot keeps them: live and archived,
in each sensitivity. A list that HubSpot refuses costs that list alone."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from csws.hubspot.endpoints import SENSITIVITIES
from csws.hubspot.faults import PARTIAL, ScopeMissing
from csws.hubspot.gaps import Gap, flaw_in, gap_of, may_hide
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.scopes import Need, properties_of, sensitive_properties_of
from csws.model.frozen import frozen

Json = dict[str, Any]
_Place = tuple[str, bool]  # the sensitivity, and whether it is the list of archived properties
_PLACES: tuple[_Place, ...] = tuple(product(SENSITIVITIES, (True, False)))


@frozen
class PropertyLists:
    """`found` are the properties by name, each with `archived` and `dataSensitivity`; an active one
    hides an archived one. `unusable` has the items of each list that csws could not use; None if it
    could not read the list."""

    found: Mapping[str, Json]
    unusable: Mapping[_Place, tuple[Any, ...] | None]
    gaps: tuple[Gap, ...]

    @property
    def is_unread(self) -> bool:
        """Whether no list at all could be read."""
        return all(items is None for items in self.unusable.values())

    def may_have(self, name: str, label: str | None, archived: bool | None, sensitivity: str | None) -> bool:
        """Whether a property of which nothing was found may still be in one of the lists where it was
        before. None is not known."""
        return any(
            items is None or may_hide(items, name=name, label=label)
            for (kind, is_archived), items in self.unusable.items()
            if sensitivity in (None, kind) and archived in (None, is_archived)
        )


def read_properties(reader: HubSpotReader, object_type: str, name: str, *, custom: bool) -> PropertyLists:
    """The lists of one object. `name` is what settings call it."""
    lists = _Lists(reader, object_type)
    for sensitivity in SENSITIVITIES:
        if sensitivity == SENSITIVITIES[0]:
            lists.read(sensitivity, properties_of(name, custom=custom))
            if lists.is_refused(sensitivity):  # so are the others
                break
        else:
            lists.read(sensitivity, sensitive_properties_of(name, sensitivity, custom=custom))
    found = {str(item["name"]): item for item in (*lists.archived, *lists.live)}
    return PropertyLists(found=found, unusable=lists.unusable, gaps=tuple(lists.gaps))


class _Lists:
    """The lists that were read so far."""

    def __init__(self, reader: HubSpotReader, object_type: str) -> None:
        self._reader, self._object_type = reader, object_type
        self.archived: list[Json] = []
        self.live: list[Json] = []
        self.unusable: dict[_Place, tuple[Any, ...] | None] = dict.fromkeys(_PLACES)
        self.gaps: list[Gap] = []

    def read(self, sensitivity: str, need: Need) -> None:
        for archived in (True, False):
            try:
                self._one(sensitivity, archived, need)
            except PARTIAL as error:
                self.gaps.append(gap_of(need, error))
                if isinstance(error, ScopeMissing):  # it is the same for both
                    return

    def _one(self, sensitivity: str, archived: bool, need: Need) -> None:
        listing = self._reader.properties(self._object_type, sensitivity=sensitivity, archived=archived)
        marks = {"archived": archived, "dataSensitivity": sensitivity}
        place = self.archived if archived else self.live
        place += [{**item, **marks} for item in listing.items]
        self.unusable[sensitivity, archived] = listing.unusable
        self.gaps += flaw_in(need, listing)

    def is_refused(self, sensitivity: str) -> bool:
        return all(self.unusable[sensitivity, archived] is None for archived in (True, False))
