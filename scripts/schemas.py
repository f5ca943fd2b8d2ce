"""The schemas of a project's files. `python -m scripts.schemas` writes them, and tests compare them with the result.

In the schema of csws.yaml, the fields and their choices come from the tables of fields. Titles, descriptions and limits
are written by hand, and kept. A new field gets its label as title, and whatever its type allows. The schemas of included
files and overlays are derived from this one, each complete, because editors read a single file.
"""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from csws.kinds import KEYED, LATER, RECORDED
from csws.model.field import Field, Reference, Type
from csws.model.fields import GENERAL, REVENUE_BLOCK, TABS, WORKSPACE
from csws.model.kind import Kind
from csws.model.target_traits import store_pattern, target_pattern
from csws.render.words import words_of
from csws.workflow.account_schema import DEFINITIONS

SCHEMAS = Path(__file__).parents[1] / "schemas"
ONLY_IN_CONFIG = ("version", "accounts", "include")
Json = dict[str, Any]
_KEY = "^[a-z][a-z0-9_-]*$"
_ABOUT = {
    Reference.USER_PROPERTY: "Internal name of a HubSpot user property. It belongs to the object of this tab; null means unset.",
    Reference.DATE_PROPERTY: "Internal name of a date property. It belongs to the object of this tab; null means unset.",
    Reference.PIPELINE: "A pipeline's label, or `id:` and its id.",
    Reference.TEAM: "A team's name, or `id:` and its id.",
    Reference.OBJECT: "The name of an object.",
}


def with_fields(schema: Json) -> Json:
    """The schema with every kind and every field of the tables, in their order and with their choices."""
    schema = with_kinds(schema)
    defs = dict(schema["$defs"])
    for name, fields in DEFINITIONS.items():
        properties = _with_missing(defs[name]["properties"], fields)
        defs[name] = {**defs[name], "properties": properties}
    defs["workspace"]["properties"]["ignore"]["items"]["pattern"] = ignore_pattern()
    account = defs["account"]["properties"]
    account["target"]["pattern"], account["store"]["pattern"] = target_pattern(), store_pattern()
    return {**schema, "$defs": defs}


def with_kinds(schema: Json) -> Json:
    """The schema with the section of each kind that came later: `schemas/kinds/NAME.json` has its `section`, and its `item`,
    to which the fields are added."""
    sections, defs = dict(schema["properties"]), dict(schema["$defs"])
    for kind in LATER:
        written = json.loads((SCHEMAS / f"kinds/{kind.name}.json").read_text(encoding="utf-8"))
        item = {**written["item"], "properties": {**written["item"]["properties"], **_beside(kind)}}
        held = {"propertyNames": {"pattern": _KEY}, "additionalProperties": {"$ref": f"#/$defs/{kind.name}"}}
        sections[kind.section] = {**written["section"], "type": ["object", "null"], **held}
        defs[kind.name] = {**item, "type": "object", "additionalProperties": False}
        defs |= written.get("defs", {})  # of what several of its values are; their names begin with the kind's
    words = "|".join(f"{kind.name}\\." for kind in KEYED if kind.is_deletable)
    sections["removed"] = deepcopy(sections["removed"])
    sections["removed"]["items"]["pattern"] = f"^({words})?{_KEY[1:]}"
    return {**schema, "properties": sections, "$defs": defs}


def _beside(kind: Kind) -> Json:
    """What every block of a kind may say beside its fields."""
    return {
        "ignore": {
            "title": "Ignore",
            "description": "Fields that csws leaves as they are in the account.",
            "type": ["array", "null"],
            "items": {
                "title": "Field path",
                "description": "A field, or all that is below one.",
                "type": "string",
                "pattern": f"^({kind.ignorable()})$",
            },
        },
        "renamed_from": {
            "title": "Renamed from",
            "description": "The key that this block had before.",
            "type": ["string", "null"],
            "pattern": _KEY,
        },
    }


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
    """The schema for the type of a field. Null means unset."""
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


def ignore_pattern() -> str:
    """The pattern of `ignore`: fields, whole tabs, and blocks of revenue objects."""
    block = "|".join(field.name for field in REVENUE_BLOCK)
    ways = [field.name for field in GENERAL if not field.is_ours]
    for tab in TABS[1:]:
        names = [field.name for field in WORKSPACE if field.tab == tab and field not in REVENUE_BLOCK]
        names += [f"objects(\\.[A-Za-z0-9_-]+(\\.({block}))?)?"] if tab == REVENUE_BLOCK[0].tab else []
        ways.append(f"{tab}(\\.({'|'.join(names)}))?")
    return f"^({'|'.join(ways)})$"


def part_of(config: Json) -> Json:
    """An included file has the keys below `include` in csws.yaml."""
    made = _below_include(config)
    made["$id"] = config["$id"].replace(":config:", ":part:")
    made["title"] = "csws included file"
    made["description"] = "A file named by `include:` in csws.yaml."
    return made


def overlay_of(config: Json) -> Json:
    """An overlay requires nothing. Null deletes an entry whose key people choose: a workspace, a revenue object, a property."""
    made = _without_required(_below_include(config))
    _allow_deletes(made, made["$defs"])
    made["$id"] = config["$id"].replace(":config:", ":overlay:")
    made["title"] = "csws overlay"
    made["description"] = (
        "A file named by `overlay:` of an account: the differences of that account. Null deletes a workspace, a revenue "
        "object or a property, and unsets a setting."
    )
    return made


def sheet_of(config: Json) -> Json:
    """What somebody saw: as an overlay requires nothing, and null says that the screen shows nothing, or that a workspace is
    gone. Workspaces without a key are under their ids."""
    made = _without_required(_below_include(config))
    of_kinds = tuple(f"{kind.name}_" for kind in LATER)
    defs = {name: schema for name, schema in made["$defs"].items() if name in DEFINITIONS or name.startswith(of_kinds)}
    for kind in RECORDED:
        del defs[kind.name]["properties"]["renamed_from"]
        _may_be_null(defs[kind.name], f"Null: the {kind.noun} is gone.")
    for kind in LATER:
        _below_may_be_unset(defs[kind.name])
    for name, fields in DEFINITIONS.items():
        for field in fields:
            _may_be_unset(defs[name]["properties"][field.name])
    workspaces = {**made["properties"]["workspaces"], "type": ["object", "null"]}
    _may_be_null(defs["objects"])
    unmanaged = {
        **workspaces,
        "title": "Unmanaged workspaces",
        "description": "Workspaces that csws does not manage, by id.",
    }
    del unmanaged["propertyNames"]
    account = {
        "title": "Account",
        "description": "Makes this a worksheet of that account: lines that are not there say nothing.",
        "type": "string",
    }
    made["properties"] = {
        "account": account,
        "objects": made["properties"]["objects"],
        "workspaces": workspaces,
        "unmanaged": unmanaged,
        **{kind.section: made["properties"][kind.section] for kind in LATER},
    }
    made["$defs"] = defs
    made["$id"] = config["$id"].replace(":config:", ":sheet:")
    made["title"] = "csws observation"
    made["description"] = "What somebody saw in an account: a worksheet, or a file in the form of `csws export`."
    return made


def _may_be_unset(schema: Json) -> None:
    if "enum" not in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = list(dict.fromkeys([*kinds, "null"]))


def _below_may_be_unset(schema: Json) -> None:
    """Allows null for every value of a kind's block, but not inside of a list: that is replaced whole."""
    entry = schema.get("additionalProperties")
    for inner in [*schema.get("properties", {}).values(), *([entry] if isinstance(entry, dict) else [])]:
        _below_may_be_unset(inner)
        if "enum" in inner:
            inner["enum"] = list(dict.fromkeys([*inner["enum"], None]))
        elif "type" in inner:
            _may_be_unset(inner)


def written(schema: Json) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _below_include(config: Json) -> Json:
    made = deepcopy(config)
    made["type"] = ["object", "null"]
    made["properties"] = {key: item for key, item in made["properties"].items() if key not in ONLY_IN_CONFIG}
    made["$defs"] = {key: item for key, item in made["$defs"].items() if key != "account"}
    del made["required"]
    return made


def _without_required(schema: Any) -> Any:
    """The schema without required keys, except in the items of lists: an overlay replaces the whole list."""
    if not isinstance(schema, dict):
        return schema
    kept = {key: item for key, item in schema.items() if key != "required"}
    return {key: item if key == "items" else _without_required(item) for key, item in kept.items()}


def _allow_deletes(schema: Any, defs: Json) -> None:
    """Allows null for every entry of a mapping whose keys people choose."""
    if not isinstance(schema, dict):
        return
    entry = schema.get("additionalProperties")
    if isinstance(entry, dict):
        holder = defs[entry["$ref"].removeprefix("#/$defs/")] if "$ref" in entry else entry
        _may_be_null(holder, "Null deletes it in this account.")
    for item in schema.values():
        _allow_deletes(item, defs)


def _may_be_null(entry: Json, meaning: str = "") -> None:
    if entry["type"] == "object":
        entry["type"] = ["object", "null"]
        entry["description"] = f"{entry['description']} {meaning}".rstrip()


if __name__ == "__main__":
    config = with_fields(json.loads((SCHEMAS / "config.schema.json").read_text(encoding="utf-8")))
    for name, schema in {
        "config": config,
        "part": part_of(config),
        "overlay": overlay_of(config),
        "sheet": sheet_of(config),
    }.items():
        (SCHEMAS / f"{name}.schema.json").write_text(written(schema), encoding="utf-8", newline="\n")
