"""The labels that HubSpot's screens show in place of internal names: of the properties and objects
that a change names. Knows no language and no format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.kinds import kind_of
from csws.model.catalog import Catalog
from csws.model.change import Change, sides_of
from csws.model.field import Reference, texts_of
from csws.model.fields import Value, object_in
from csws.model.kind import Kind
from csws.model.settings import Objects

# Where the labels of revenue objects are, which a path names itself.
REVENUE_OBJECTS = "revenue.objects"
_Found = tuple[str, str, str]  # a path, an internal name, its label


def labels_of(change: Change, before: Objects, after: Objects, catalog: Catalog) -> Mapping[str, Mapping[str, str]]:
    """Path → internal name → label, where the two differ. Properties belong to an object, and the
    values before to the objects before."""
    out: dict[str, dict[str, str]] = {}
    for path, name, label in _found(change, before, after, catalog):
        if label != name:
            out.setdefault(path, {})[name] = label
    return out


def _found(change: Change, before: Objects, after: Objects, catalog: Catalog) -> Iterator[_Found]:
    kind = kind_of(change.address)
    for fields in sides_of(change):
        for path in fields:
            yield from ((path, *found) for found in kind.labels_in(path, fields, catalog))
    for item in change.fields:
        if item.before:
            yield from _labeled(kind, item.path, item.before, before, catalog)
        if item.after:
            yield from _labeled(kind, item.path, item.after, after, catalog)
    for path, value in change.unchanged.items():
        if value:
            yield from _labeled(kind, path, value, after, catalog)


def _labeled(kind: Kind, path: str, value: Value, objects: Objects, catalog: Catalog) -> Iterator[_Found]:
    field = kind.field_at(path)
    revenue = catalog.objects.get(object_in(path) or "")
    if revenue is not None:
        yield REVENUE_OBJECTS, revenue.name, revenue.label
    if field is None or not (field.is_property or field.refers_to is Reference.OBJECT):
        return
    names = texts_of(value)
    if field.is_property:
        behind = catalog.objects.get(kind.object_behind(path, objects) or "")
        described = behind.properties if behind else {}
        yield from ((path, name, described[name].label) for name in names if name in described)
    else:
        known = [catalog.objects[name] for name in names if name in catalog.objects]
        yield from ((path, item.name, item.label) for item in known)
