"""Brings the fields in the schemas of a project's files in line with the tables of fields: `python -m scripts.schemas`.

Which fields there are, and the choices of each, come from the tables. Titles, descriptions and bounds are kept as somebody
wrote them; a field that is new in the tables gets its label as title, and what its type allows.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csws.model.field import Field, Reference, Type
from csws.model.fields import GENERAL
from csws.render.words import words_of
from csws.workflow.account_schema import DEFINITIONS, NAMES

FOLDER = Path(__file__).parents[1] / "schemas"
Json = dict[str, Any]
_ABOUT = {
    Reference.USER_PROPERTY: "Internal name of a HubSpot user property. It belongs to the object of this tab; null means unset.",
    Reference.DATE_PROPERTY: "Internal name of a date property. It belongs to the object of this tab; null means unset.",
    Reference.PIPELINE: "A pipeline's label, or `id:` and its id.",
    Reference.TEAM: "A team's name, or `id:` and its id.",
    Reference.OBJECT: "The name of an object.",
}


def with_fields(schema: Json) -> Json:
    """The schema with every field of the tables, in their order, and each with its choices."""
    defs = dict(schema["$defs"])
    for name, fields in DEFINITIONS.items():
        properties = _with_missing(defs[name]["properties"], fields)
        defs[name] = {**defs[name], "properties": properties}
    paths = [field.name for field in GENERAL if not field.is_ours]
    ignore = defs["workspace"]["properties"]["ignore"]
    ignore["items"]["pattern"] = f"^({'|'.join(paths)}|(customers|services|revenue)(\\.[A-Za-z0-9_-]+)*)$"
    return {**schema, "$defs": defs}


def _with_missing(properties: Json, fields: tuple[Field, ...]) -> Json:
    names = list(properties)
    for before, field in zip((None, *fields), fields, strict=False):
        if field.name not in names:
            names.insert(names.index(before.name) + 1 if before else 0, field.name)
    known = {field.name: field for field in fields}
    return {
        name: _described(known[name], properties.get(name)) if name in known else properties[name] for name in names
    }


def _described(field: Field, written: Json | None) -> Json:
    new = written or {"title": words_of("en").sentences[field.label], **_allowed(field)}
    return {**new, "enum": [*field.choices, None]} if field.type is Type.CHOICE else new


def _allowed(field: Field) -> Json:
    """What the type of a field allows. Null is unset."""
    about = {"description": _ABOUT[field.refers_to]} if field.refers_to else {}
    text = {**about, "type": "string", "minLength": 1}
    match field.type:
        case Type.FLAG:
            return {"type": "boolean"}
        case Type.LIST:
            return {"type": ["array", "null"], "items": text}
        case Type.TEXT:
            return {**text, "type": ["string", "null"]}
        case Type.CHOICE:
            return about


def text_of(schema: Json) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name in NAMES:
        file = FOLDER / f"{name}.schema.json"
        file.write_text(text_of(with_fields(json.loads(file.read_text(encoding="utf-8")))), encoding="utf-8")
