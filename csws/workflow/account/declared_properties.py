"""The properties that a project declares: which of them the account has, and what a reviewer has to know of them."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import properties
from csws.model.catalog import Catalog
from csws.model.settings import Item, Settings
from csws.model.target_traits import TargetTraits

_TAKEN_AS_THERE = "The project declares properties that the catalogue lacks: {}. Only HubSpot targets create properties; this plan assumes that they exist."
_NOT_CREATED = "The project declares properties of objects that the catalogue lacks: {}. csws does not create them; this plan assumes that they exist."


def with_properties(settings: Settings, declared: Settings, traits: TargetTraits, catalog: Catalog) -> Settings:
    """The account with the declared properties that it has, or that nobody can create there. What it has is never
    changed, so it is as declared."""
    absent = _absent(declared, catalog) if traits.over_api else ()
    return settings.with_items([*settings.items, *(item for item in _declared(declared) if item not in absent)])


def property_notes(declared: Settings, traits: TargetTraits, catalog: Catalog) -> Iterator[str]:
    """What a plan assumes of properties that nobody creates."""
    if not traits.over_api:
        yield from _note(_TAKEN_AS_THERE, _absent(declared, catalog))
        return
    # An object that could not be read has no id under which to create anything.
    homeless = tuple(item for item in _declared(declared) if _place(item)[0] not in catalog.objects)
    yield from _note(_NOT_CREATED, homeless)


def _note(sentence: str, items: tuple[Item, ...]) -> Iterator[str]:
    if items:
        yield sentence.format(", ".join(str(properties.KIND.address(item)) for item in items))


def _absent(declared: Settings, catalog: Catalog) -> tuple[Item, ...]:
    """Those that the catalogue does not have, of objects that it has."""

    def is_lacking(item: Item) -> bool:
        object_name, name = _place(item)
        known = catalog.objects.get(object_name)
        return known is not None and name in known.properties and known.properties[name].declared

    return tuple(filter(is_lacking, _declared(declared)))


def _declared(settings: Settings) -> Iterator[Item]:
    return (item for item in settings.items if item.kind == properties.KIND.name)


def _place(item: Item) -> tuple[str, str]:
    """The names of the object and of the property."""
    return properties.object_and_name(properties.KIND.address(item))
