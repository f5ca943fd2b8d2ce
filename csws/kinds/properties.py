"""Properties that a project declares: csws creates them where the account lacks them, and never changes or deletes one.

What the account has of them is in its catalogue, so no store keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable

from csws.model.address import Address
from csws.model.change import Action
from csws.model.field import fields_of, setting
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.settings import Item


@frozen
class _Property:
    """`kind` is user or date; `group` is the property group that it is put in."""

    label: str = setting("")
    kind: str = setting("", choices=("user", "date"))
    group: str = setting("")


class _Properties(Kind):
    name = "properties"
    section = "properties"
    noun = "property"
    fields = fields_of(_Property, "general")
    key_parts = 2  # the object and the property
    is_deletable = False
    is_recorded = False
    created_reason = "The project declares it, but the account does not have it."

    def yaml_path(self, key: str) -> tuple[str, ...]:
        return (self.section, *object_and_name(Address(self.name, key)))

    def called(self, thing: Thing) -> str:
        return thing.key or ""

    def summary(self, action: Action, thing: Thing, paths: Iterable[str]) -> str:
        object_name, name = object_and_name(self.address(thing))
        return f"Create the {self.flat(thing)['kind']} property {name} of {object_name} through the API."


KIND = _Properties()


def property_item(object_name: str, name: str, label: str, kind: str, group: str) -> Item:
    fields = {"label": label, "kind": kind, "group": group}
    return Item(kind=KIND.name, key=f"{object_name}.{name}", fields=fields)


def address_of(object_name: str, name: str) -> Address:
    return Address(KIND.name, f"{object_name}.{name}")


def object_and_name(address: Address) -> tuple[str, str]:
    """The object of a property, and the property's own name."""
    object_name, _, name = address.key.rpartition(".")
    return object_name, name
