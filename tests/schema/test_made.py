"""The schemas of included files and overlays are what is made from that of csws.yaml."""

from __future__ import annotations

import json

import pytest

from csws.schema import schema_text
from scripts.schemas import overlay_of, part_of, written


@pytest.mark.parametrize(("name", "make"), [("part", part_of), ("overlay", overlay_of)])
def test_a_schema_is_what_is_made_from_that_of_the_project(name, make):
    """If this fails: `make schemas`."""
    assert schema_text(name) == written(make(json.loads(schema_text("config"))))


def test_an_overlay_requires_nothing_but_whole_items_of_lists():
    overlay = json.loads(schema_text("overlay"))
    items = overlay["properties"]["accept"]["items"]
    assert items.pop("required") == ["code", "reason"]
    assert '"required": [' not in json.dumps(overlay)
