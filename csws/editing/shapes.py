"""What the schema says of a path: its keys, its words, its fixed values. Knows no account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from csws.model.frozen import frozen
from csws.model.place import Path
from csws.schema import schema_document

Json = Mapping[str, Any]


@frozen
class Shape:
    """One path by its schema. `keys` are those of a mapping, with their own shapes' titles and descriptions."""

    title: str
    description: str
    values: tuple[Any, ...]
    types: tuple[str, ...]
    required: tuple[str, ...]
    examples: tuple[Any, ...]
    raw: Json

    @property
    def is_mapping(self) -> bool:
        return "object" in self.types

    @property
    def is_list(self) -> bool:
        return "array" in self.types


@cache
def document_of(role: str) -> Json:
    """The schema of a file: config, part or overlay."""
    found: Json = schema_document(role)
    return found


def shape_at(role: str, path: Path) -> Shape | None:
    """What belongs at a path of such a file; None where nothing does."""
    document = document_of(role)
    raw: Json | None = document
    for step in path:
        raw = _inner(document, raw, step) if raw is not None else None
    return None if raw is None else _shape(document, raw)


def keys_of(role: str, path: Path) -> dict[str, Shape]:
    """The keys that a mapping may have, by the schema."""
    document, shape = document_of(role), shape_at(role, path)
    if shape is None:
        return {}
    return {key: _shape(document, inner) for key, inner in shape.raw.get("properties", {}).items()}


def _shape(document: Json, raw: Json) -> Shape:
    raw = _resolved(document, raw)
    types = raw.get("type", ())
    values = tuple(raw.get("enum", ())) or ((raw["const"],) if "const" in raw else ())
    kinds = (types,) if isinstance(types, str) else tuple(types)
    return Shape(
        title=raw.get("title", ""),
        description=raw.get("description", ""),
        values=values or ((True, False) if "boolean" in kinds and len(kinds) == 1 else ()),
        types=kinds,
        required=tuple(raw.get("required", ())),
        examples=tuple(raw.get("examples", ())),
        raw=raw,
    )


def _inner(document: Json, raw: Json, step: str | int) -> Json | None:
    raw = _resolved(document, raw)
    for way in _ways(document, raw):
        found = _member(way, step)
        if found is not None:
            return found
    return None


def _ways(document: Json, raw: Json) -> Iterator[Json]:
    yield raw
    for word in ("anyOf", "oneOf", "allOf"):
        for inner in raw.get(word, ()):
            yield from _ways(document, _resolved(document, inner))


def _member(raw: Json, step: str | int) -> Json | None:
    if isinstance(step, int):
        found = raw.get("items")
    else:
        found = raw.get("properties", {}).get(step, raw.get("additionalProperties"))
    return found if isinstance(found, Mapping) else None


def _resolved(document: Json, raw: Json) -> Json:
    while "$ref" in raw:
        name = str(raw["$ref"]).removeprefix("#/$defs/")
        raw = {**document["$defs"][name], **{key: value for key, value in raw.items() if key != "$ref"}}
    return raw
