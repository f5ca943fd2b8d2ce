"""Looks for a property in every place where HubSpot keeps one: live, archived, in each sensitivity.

HubSpot answers 404 for a name that it does not have *there*, so one look proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from csws.hubspot.endpoints import SENSITIVITIES
from csws.hubspot.faults import NotThere, Rejected, ScopeMissing
from csws.hubspot.reader import HubSpotReader
from csws.model.catalog import Property
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


def described(item: Mapping[str, Any]) -> Property:
    """A property as the model has it, which decides what it can be used for."""
    kind, references = item.get("fieldType"), item.get("referencedObjectType")
    is_user = item.get("externalOptions") is True and references == "OWNER"
    return Property(
        name=str(item["name"]),
        label=str(item.get("label") or item["name"]),
        type=str(item.get("type") or ""),
        field_type=kind if isinstance(kind, str) else None,
        references="user" if is_user and item.get("type") == "enumeration" else None,
        archived=item.get("archived") is True,
    )


@frozen
class Search:
    """The property of a name, or None if no place that csws could look at has it; and sentences about
    the places at which it could not look."""

    found: FoundProperty | None
    unseen: tuple[str, ...]


def find_property(reader: HubSpotReader, object_type: str, name: str) -> Search:
    """Looks for a property. Where HubSpot refuses to look for a sensitive one, as in an account
    without sensitive data, that costs this look alone."""
    unseen: dict[str, str] = {}
    for archived, sensitivity in product((False, True), SENSITIVITIES):
        try:
            item = reader.property_of(object_type, name, sensitivity=sensitivity, archived=archived)
        except NotThere:
            continue
        except (ScopeMissing, Rejected) as error:
            if sensitivity == SENSITIVITIES[0]:
                raise
            words = sensitivity.replace("_", " ")
            unseen[sensitivity] = f"csws could not look for a {words} property of that name: {error.message}"
            continue
        found = FoundProperty(item=item, archived=archived, sensitivity=sensitivity)
        return Search(found=found, unseen=())
    return Search(found=None, unseen=tuple(unseen.values()))
