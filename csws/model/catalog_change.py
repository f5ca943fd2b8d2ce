"""What differs between two catalogue documents. When they were pulled does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from csws.model.catalog_rename import FORMER
from csws.model.frozen import frozen

# Of an object: its properties that are not ordinary ones, and how sensitive each is; null is not
# known. A pull needs it to tell what is gone from what it cannot see.
SENSITIVE = "sensitive_properties"
_KEYS = ("id", "name", "value")
_ASIDE = ("pulled_at", "source", "format_version")
_ASIDE_IN_ALL = (f".{FORMER}", f".{SENSITIVE}")  # a change of a name is told by itself


@frozen
class CatalogChange:
    """One path that differs; None is absent. Things in a list are found by their id, or else by
    their name or value, in any order."""

    path: str
    before: Any
    after: Any


def catalog_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[CatalogChange, ...]:
    """The differences by path. What came or went whole is one difference. That one of the catalogues
    only describes more properties, as it does for health scores, is none."""
    out: list[CatalogChange] = []
    aside = set(_described_by_one(before, after))
    for name in [*before, *(key for key in after if key not in before)]:
        if name not in _ASIDE:
            _compare(name, before.get(name), after.get(name), out)
    return tuple(sorted((item for item in out if item.path not in aside), key=lambda change: change.path))


def _described_by_one(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The paths of properties of which the other catalogue has only the name, because settings could
    not use them."""
    for name in (before.get("objects") or {}).keys() & (after.get("objects") or {}).keys():
        for one, other in permutations((before["objects"][name], after["objects"][name])):
            described: Mapping[str, Any] = one.get("properties") or {}
            for item in set(other.get("other_properties") or ()) & described.keys():
                if not _settings_can_use(described[item]):
                    yield f"objects.{name}.properties.{item}"
                    yield f"objects.{name}.other_properties.{item}"


def _settings_can_use(item: Mapping[str, Any]) -> bool:
    return item.get("references") == "user" or item.get("type") in ("date", "datetime")


def _compare(path: str, before: Any, after: Any, out: list[CatalogChange]) -> None:
    if before == after:
        return
    if path.endswith(_ASIDE_IN_ALL):
        return
    left, right = _members(before), _members(after)
    if left is None or right is None:
        out.append(CatalogChange(path=path, before=before, after=after))
        return
    for key in [*left, *(key for key in right if key not in left)]:
        _compare(f"{path}.{key}", left.get(key), right.get(key), out)


def _members(value: Any) -> Mapping[str, Any] | None:
    """A value as members to be compared by name: an object, a list of things with ids, names or
    values, or a list of names."""
    if isinstance(value, dict):
        return value
    for key in _KEYS:
        if isinstance(value, list) and all(isinstance(item, dict) and key in item for item in value):
            return {str(item[key]): item for item in value}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return {item: item for item in value}
    return None
