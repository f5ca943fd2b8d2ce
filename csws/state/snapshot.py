"""Resolved settings as plain data and back, and their fingerprint. Stores keep this; users never see it.

Only set fields are kept and hashed, and later kinds only if they have items, so an unused kind changes no text and no
fingerprint. A field is unset if it has the value of a blank workspace, so a field that is new in the model
changes no text and no fingerprint until somebody sets it. The values of a blank workspace must never change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

from csws.kinds import LATER, kind_named
from csws.model import snapshot_0_1
from csws.model.digest import canonical, digest_of
from csws.model.fields import flat_objects, is_known, set_fields, workspace_of
from csws.model.kind import Kind
from csws.model.plan import Base, plain
from csws.model.settings import Item, Objects, Settings, Workspace, in_order
from csws.model.unknown import Unknown

VERSION = 2  # of the document; csws 0.1 wrote version 1, without this key and with every field
_NO_OBJECTS = flat_objects(Objects())
_SETTINGS_KEYS = {"version", "objects", "workspaces", "items"}
_WORKSPACE_KEYS = {"id", "key", "fields"}
_ITEM_KEYS = {"kind", *_WORKSPACE_KEYS}


def what_is_set(settings: Settings) -> dict[str, Any]:
    """Two settings are equal exactly where this is."""
    objects = {path: value for path, value in flat_objects(settings.objects).items() if value != _NO_OBJECTS[path]}
    items = [_item_document(item) for kind in LATER for item in kind.all(settings) if isinstance(item, Item)]
    return {
        "objects": plain(objects),
        "workspaces": [
            {"id": item.id, "key": item.key, "fields": plain(set_fields(item))}
            for item in in_order(list(settings.workspaces))
        ],
        **({"items": items} if items else {}),
    }


def _item_document(item: Item) -> dict[str, Any]:
    return {"kind": item.kind, "id": item.id, "key": item.key, "fields": plain(_kind(item.kind).only_set(item.fields))}


def _kind(name: str) -> Kind:
    kind = kind_named(name)
    if kind is None or kind not in LATER:
        raise Unknown(f"it has settings of the kind `{name}`")
    return kind


def fingerprint(settings: Settings) -> str:
    """The fingerprint of a state: equal for equal settings, however they came about."""
    return digest_of(what_is_set(settings))


def is_fingerprint(text: str, settings: Settings) -> bool:
    """Whether `text` is the fingerprint of these settings, by today's rule or by that of csws 0.1."""
    return text in (fingerprint(settings), fingerprint_0_1(settings))


class Numbered(Protocol):
    """Revisions by number. Readers and writers both provide them."""

    def settings_at(self, revision: int) -> Settings | None: ...

    def settings_then(self, revision: int) -> Sequence[Settings]: ...


def settings_of(base: Base, account: Numbered) -> Settings | None:
    """The settings that a plan begins with; None where the account never had them under that number. After a merge of
    records several had it: the fingerprint decides."""
    for settings in (account.settings_at(base.revision), *account.settings_then(base.revision)):
        if settings is not None and is_fingerprint(base.fingerprint, settings):
            return settings
    return None


def fingerprint_0_1(settings: Settings) -> str | None:
    """The fingerprint that csws 0.1 gave to these settings; None where it did not know all of them."""
    known = what_is_set(settings)
    return None if "items" in known else snapshot_0_1.fingerprint(known)


def to_plain(settings: Settings) -> dict[str, Any]:
    return {"version": VERSION, **what_is_set(settings)}


def from_plain(data: dict[str, Any]) -> Settings:
    """The settings of a document of any version up to this one. Raises Unknown for what a newer csws has put into it."""
    version = data.get("version", 1)
    if version not in range(1, VERSION + 1):
        raise Unknown(f"its settings have version {version}, but this csws reads versions up to {VERSION}")
    _check_keys(data, _SETTINGS_KEYS)
    objects = _values(data["objects"])
    for path in sorted(objects.keys() - _NO_OBJECTS.keys()):
        raise Unknown(f"it sets `objects.{path}`")
    workspaces = in_order(map(_workspace, data["workspaces"]))
    return Settings(objects=Objects(**objects), workspaces=workspaces).with_items(map(_item, data.get("items", ())))


def to_text(settings: Settings) -> str:
    return canonical(to_plain(settings))


def from_text(text: str) -> Settings:
    """Raises Unknown as `from_plain` does, and for a form that no csws up to this one has written."""
    try:
        return from_plain(json.loads(text))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unknown("its settings have a format that this csws cannot read") from error


def _workspace(data: dict[str, Any]) -> Workspace:
    _check_keys(data, _WORKSPACE_KEYS)
    fields = _values(data["fields"])
    for path in fields:
        if not is_known(path):
            raise Unknown(f"it sets `{path}`")
    return workspace_of(data["key"], data["id"], fields)


def _item(data: dict[str, Any]) -> Item:
    _check_keys(data, _ITEM_KEYS)
    kind, fields = _kind(data["kind"]), _values(data["fields"])
    for path in fields:
        if kind.field_at(path) is None:
            raise Unknown(f"it sets `{path}` of {kind.name}.{data['key']}")
    made = kind.made(data["key"], data["id"], fields)
    assert isinstance(made, Item)
    return made


def _check_keys(data: dict[str, Any], known: set[str]) -> None:
    if not data.keys() <= known:
        raise Unknown(f"it contains `{min(data.keys() - known)}`")


def _values(data: dict[str, Any]) -> dict[str, Any]:
    return {path: tuple(value) if isinstance(value, list) else value for path, value in data.items()}
