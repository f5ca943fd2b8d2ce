"""The objects of an account, for customers, services and revenue. An account has them once."""

from __future__ import annotations

from typing import Any

from csws.model.address import OBJECTS as ADDRESS
from csws.model.field import Field, Value
from csws.model.fields import OBJECTS, empty_value, field_at, screen_order
from csws.model.kind import Kind
from csws.model.settings import Objects

_PATHS = frozenset(field.path for field in OBJECTS)


class _Objects(Kind):
    name = ADDRESS.kind
    section = "objects"
    noun = "objects"
    fields = OBJECTS
    is_keyed = False
    is_deletable = False

    def field_at(self, path: str) -> Field | None:
        return field_at(path) if path in _PATHS else None

    def yaml_path(self, key: str) -> tuple[str, ...]:
        return (self.section,)

    def place_of(self, path: str) -> Any:
        return screen_order(path)

    def object_behind(self, path: str, objects: Objects) -> str | None:
        return None  # an object names no property

    def empty(self, path: str) -> Value:
        return empty_value(path)


KIND = _Objects()
