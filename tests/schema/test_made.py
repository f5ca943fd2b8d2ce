"""The schemas of included files and overlays are derived from that of csws.yaml."""

from __future__ import annotations

import json
import re

import pytest

from csws.model.fields import flat, ignorable
from csws.model.settings import RevenueBlock, RevenueTab, Workspace
from csws.schema import schema_text
from scripts.schemas import overlay_of, part_of, sheet_of, written


@pytest.mark.parametrize(("name", "make"), [("part", part_of), ("overlay", overlay_of), ("sheet", sheet_of)])
def test_a_schema_is_what_is_made_from_that_of_the_project(name, make):
    """If this fails: `make schemas`."""
    assert schema_text(name) == written(make(json.loads(schema_text("config"))))


def test_an_overlay_requires_nothing_but_whole_items_of_lists():
    overlay = json.loads(schema_text("overlay"))
    items = overlay["properties"]["accept"]["items"]
    assert items.pop("required") == ["code", "reason"]
    rules = overlay["$defs"]["health_score"]["properties"]["groups"]["additionalProperties"]["properties"]["rules"]
    assert rules.pop("items")["required"] == ["points"]
    assert '"required": [' not in json.dumps(overlay)


def test_ignore_accepts_exactly_the_fields_of_a_workspace():
    item = json.loads(schema_text("config"))["$defs"]["workspace"]["properties"]["ignore"]["items"]
    fits = re.compile(item["pattern"]).search
    workspace = Workspace(key="x", revenue=RevenueTab(blocks=(RevenueBlock(object="deals"),)))
    fields = [path for path in flat(workspace) if path != "protect"]
    tabs = ["customers", "services", "revenue", "revenue.objects", "revenue.objects.deals"]
    assert set(ignorable("revenue.objects.deals")) == {*fields, *tabs}
    assert all(map(fits, [*fields, *tabs]))
    for path in [*fields, *tabs, "protect"]:
        for other in (f"{path}x", f"{path}.x.y.z", f"x{path}", "protect"):
            assert not fits(other) or other.startswith("revenue.objects.dealsx"), other
