"""The schemas of included files and overlays, made from that of csws.yaml: each on the disk is whole, for editors.

`python scripts/schemas.py` writes them anew; a test holds them equal to what is made here.
"""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parent.parent / "schemas"
ONLY_IN_CONFIG = ("version", "accounts", "include")
Json = dict[str, Any]


def part_of(config: Json) -> Json:
    """An included file holds what stands below `include` in csws.yaml."""
    made = _below_include(config)
    made["$id"] = config["$id"].replace(":config:", ":part:")
    made["title"] = "csws included file"
    made["description"] = "A file named by `include:` in csws.yaml."
    return made


def overlay_of(config: Json) -> Json:
    """An overlay requires nothing, and null deletes what people name: workspaces, revenue objects, properties."""
    made = _without_required(_below_include(config))
    _allow_deletes(made, made["$defs"])
    made["$id"] = config["$id"].replace(":config:", ":overlay:")
    made["title"] = "csws overlay"
    made["description"] = (
        "A file named by `overlay:` of an account: what differs there. Null deletes a workspace, a revenue object or a "
        "property, and unsets a setting."
    )
    return made


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
    """With no key required, but for the items of lists: an overlay replaces a list as a whole."""
    if not isinstance(schema, dict):
        return schema
    kept = {key: item for key, item in schema.items() if key != "required"}
    return {key: item if key == "items" else _without_required(item) for key, item in kept.items()}


def _allow_deletes(schema: Any, defs: Json) -> None:
    """Lets every member of a mapping whose keys people choose be null."""
    if not isinstance(schema, dict):
        return
    entry = schema.get("additionalProperties")
    if isinstance(entry, dict):
        _may_be_null(defs[entry["$ref"].removeprefix("#/$defs/")] if "$ref" in entry else entry)
    for item in schema.values():
        _allow_deletes(item, defs)


def _may_be_null(entry: Json) -> None:
    if entry["type"] == "object":
        entry["type"] = ["object", "null"]
        entry["description"] += " Null deletes it in this account."


if __name__ == "__main__":
    source = json.loads((SCHEMAS / "config.schema.json").read_text(encoding="utf-8"))
    for name, make in (("part", part_of), ("overlay", overlay_of)):
        (SCHEMAS / f"{name}.schema.json").write_text(written(make(source)), encoding="utf-8")
