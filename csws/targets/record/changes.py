"""Settings as a record keeps them: what differs between two revisions, flat path → value, and how
that changes the settings. Works on the stored documents of settings, and knows no field.

Changes are `{"objects": {path: value}, "workspace": {id: {path: value}}}`, with the name of any
later kind in place of `workspace`. A value of null unsets a field, null instead of the fields
removes the item, and `key` is the item's key.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from typing import Any

from csws.kinds import workspaces
from csws.model.digest import canonical
from csws.model.frozen import frozen
from csws.model.settings import Settings
from csws.state.snapshot import from_text

Changes = dict[str, dict[str, Any]]
Fields = Mapping[str, Any]
Place = tuple[str, str]  # the name of a kind, and the id of an item

DOCUMENT_VERSION = 2  # of the settings' document; lines of a later one will contain its version
OBJECTS = "objects"
_OBJECTS: Place = (OBJECTS, "")
_WORKSPACE = workspaces.KIND.name


@frozen(kw_only=False)
class Flat:
    """Settings by kind and id. The fields of an item include its `key`. `texts` are those of items
    that were made already: most revisions change one item."""

    objects: Fields
    items: Mapping[Place, Fields]
    texts: dict[Place, str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, text: str) -> Flat:
        """From the stored text of settings."""
        data = json.loads(text)
        spaces = {(_WORKSPACE, item["id"]): _fields(item) for item in data["workspaces"]}
        later = {(item["kind"], item["id"]): _fields(item) for item in data.get("items", ())}
        return cls(data["objects"], {**spaces, **later})

    def text(self) -> str:
        """As stored; equal settings have equal texts."""
        for at in self.items.keys() - self.texts.keys():
            self.texts[at] = canonical(_document(at, self.items[at]))
        places = sorted(self.items)
        spaces = ",".join(self.texts[at] for at in places if at[0] == _WORKSPACE)
        later = ",".join(self.texts[at] for at in places if at[0] != _WORKSPACE)
        items = f'"items":[{later}],' if later else ""
        objects = f'"objects":{canonical(self.objects)},"version":{DOCUMENT_VERSION}'
        return f'{{{items}{objects},"workspaces":[{spaces}]}}'

    def settings(self) -> Settings:
        """Raises Unknown for what only a newer csws knows."""
        return from_text(self.text())

    def changed(self, changes: Changes) -> Flat:
        items, texts = dict(self.items), dict(self.texts)
        for at, fields in each_item(changes):
            texts.pop(at, None)
            if fields is None:
                items.pop(at, None)
            else:
                items[at] = _merged(items.get(at, {}), fields)
        return Flat(_merged(self.objects, changes.get(OBJECTS, {})), items, texts)


def differences(before: Flat, after: Flat) -> Changes:
    """Changes that lead from one to the other."""
    out: Changes = {}
    if objects := _differing(before.objects, after.objects):
        out[OBJECTS] = objects
    for kind, identity in sorted(before.items.keys() | after.items.keys()):
        old, new = before.items.get((kind, identity)), after.items.get((kind, identity))
        if old != new:
            out.setdefault(kind, {})[identity] = _item(old, new)
    return out


def _item(old: Fields | None, new: Fields | None) -> dict[str, Any] | None:
    if new is None:
        return None
    return dict(new) if old is None else _differing(old, new)


def without(changes: Changes, places: Collection[Place]) -> Changes:
    """The changes of everything else."""
    out: Changes = {}
    if OBJECTS in changes and _OBJECTS not in places:
        out[OBJECTS] = changes[OBJECTS]
    for (kind, identity), fields in each_item(changes):
        if (kind, identity) not in places:
            out.setdefault(kind, {})[identity] = fields
    return out


def completed(changes: Changes, before: Flat, after: Flat) -> Changes:
    """The changes with every field of an item that `before` lacks, as `after` has it."""
    out = dict(changes)
    for (kind, identity), fields in each_item(changes):
        if fields is not None and (kind, identity) not in before.items:
            out[kind] = {**out[kind], identity: dict(after.items[kind, identity])}
    return out


def places_of(changes: Changes) -> set[Place]:
    """What is changed."""
    return {at for at, _ in each_item(changes)} | ({_OBJECTS} if OBJECTS in changes else set())


def each_item(changes: Changes) -> Iterator[tuple[Place, dict[str, Any] | None]]:
    """The items that change, each with its fields; None for one that is removed."""
    for kind, items in changes.items():
        if kind != OBJECTS:
            yield from (((kind, identity), fields) for identity, fields in items.items())


def _fields(item: dict[str, Any]) -> Fields:
    return {"key": item["key"], **item["fields"]}


def _document(at: Place, fields: Fields) -> dict[str, Any]:
    rest = {path: value for path, value in fields.items() if path != "key"}
    kind = {} if at[0] == _WORKSPACE else {"kind": at[0]}
    return {**kind, "id": at[1], "key": fields.get("key"), "fields": rest}


def _differing(before: Fields, after: Fields) -> dict[str, Any]:
    paths = sorted(before.keys() | after.keys())
    return {path: after.get(path) for path in paths if before.get(path) != after.get(path)}


def _merged(fields: Fields, changes: Fields) -> Fields:
    """The key is kept also where it is null: csws does not manage the item."""
    both = {**fields, **changes}
    return {path: value for path, value in both.items() if value is not None or path == "key"}
