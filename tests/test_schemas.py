"""The schemas of a project's files have all fields of the tables, with their choices. `make golden`
updates them."""

from __future__ import annotations

import json

import pytest

from csws.kinds import LATER
from csws.model.field import Type
from csws.workflow.account_schema import DEFINITIONS, NAMES
from scripts.schemas import SCHEMAS, with_fields, written

_TYPES = {Type.TEXT: "string", Type.FLAG: "boolean", Type.LIST: "array"}
_OTHERS = {
    "workspace": {"customers", "services", "revenue", "ignore", "renamed_from"},
    "revenue": {"objects"},
    **{
        kind.name: {"ignore", "renamed_from", *(field.path.split(".")[0] for field in kind.fields if "." in field.path)}
        for kind in LATER
    },
}


@pytest.fixture(params=NAMES)
def text(request):
    return (SCHEMAS / f"{request.param}.schema.json").read_text(encoding="utf-8")


def test_the_schemas_match_the_tables():
    text = (SCHEMAS / "config.schema.json").read_text(encoding="utf-8")
    assert written(with_fields(json.loads(text))) == text


def test_a_schema_has_every_field_in_screen_order_and_accepts_what_its_type_allows(text):
    defs = json.loads(text)["$defs"]
    for name, fields in DEFINITIONS.items():
        properties = defs[name]["properties"]
        assert [key for key in properties if key not in _OTHERS.get(name, ())] == [field.name for field in fields]
        for field in fields:
            found = properties[field.name]
            assert found["title"]
            if field.type is Type.CHOICE:
                assert found["enum"] == [*field.choices, None]
            else:
                assert _TYPES[field.type] in found["type"]
