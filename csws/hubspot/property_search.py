"""Looks for a property in every place where HubSpot keeps one: live, archived, in each sensitivity.

HubSpot answers 404 for a name that it does not have *there*, so one look proves nothing.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from csws.hubspot.endpoints import SENSITIVITIES
from csws.hubspot.faults import NotThere, ScopeMissing
from csws.hubspot.reader import HubSpotReader
from csws.model.frozen import frozen


@frozen
class FoundProperty:
    """A property as HubSpot shows it, and where it was found."""

    item: dict[str, Any]
    archived: bool
    sensitivity: str

    @property
    def adjective(self) -> str:
        """What is special about it, as a word before “property”."""
        words = [] if self.sensitivity == SENSITIVITIES[0] else [self.sensitivity.replace("_", " ")]
        return " ".join([*words, *(["archived"] if self.archived else []), ""])


def find_property(reader: HubSpotReader, object_type: str, name: str) -> FoundProperty | None:
    """The property of that name; None if no place that the token may look at has it."""
    for archived, sensitivity in product((False, True), SENSITIVITIES):
        try:
            item = reader.property_of(object_type, name, sensitivity=sensitivity, archived=archived)
        except NotThere:
            continue
        except ScopeMissing:
            if sensitivity == SENSITIVITIES[0]:
                raise
            continue
        return FoundProperty(item=item, archived=archived, sensitivity=sensitivity)
    return None
