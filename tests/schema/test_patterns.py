"""Every pattern of every schema means the same to jsonschema, to the faster validator and to an
editor (ECMA 262)."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.schema import NAMES, _compiled, _validator, schema_text

# The syntax that all engines read in the same way. Not included: `.` (which line breaks?), \d and
# \w (which digits and letters?), \b, \Z.
PORTABLE = re.compile(
    r"(?:[A-Za-z0-9_:|?*+(){},^$/-]|\\[.$^|()\[\]{}*+?/\\-]|\[(?:[^\\\]]|\\[rns]|\\u[0-9a-f]{4}|\\[.\]\\-])+\])*\Z"
)
BREAKS = ["\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029"]


def patterns(schema: Any):
    if isinstance(schema, list):
        for item in schema:
            yield from patterns(item)
    elif isinstance(schema, dict):
        assert "patternProperties" not in schema, "csws reads `pattern` alone as ECMA 262 does"
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for item in schema.values():
            yield from patterns(item)


ALL = sorted({pattern for name in NAMES for pattern in patterns(json.loads(schema_text(name)))})


@pytest.mark.parametrize("pattern", ALL)
def test_a_pattern_is_written_so_that_every_engine_reads_it_alike(pattern):
    assert PORTABLE.match(pattern)


@cache
def validators_of(pattern):
    return (
        jsonschema_rs.Draft202012Validator({"pattern": pattern}),
        _validator("config").evolve(schema={"pattern": pattern}),
    )


@pytest.mark.parametrize("pattern", [item for item in ALL if item.endswith("$")])
@given(data=st.data())
def test_no_text_matches_because_of_what_follows_it(pattern, data):
    """A line break after the end, or digits of another script, break the pattern in both
    validators."""
    text = data.draw(st.from_regex(_compiled(pattern), fullmatch=True))
    quick, slow = validators_of(pattern)
    assert slow.is_valid(text)
    assert quick.is_valid(text)
    for end in BREAKS:
        if not _compiled(pattern).fullmatch(text + end):
            assert not slow.is_valid(text + end)
            assert not quick.is_valid(text + end)
    for digit in set(re.findall("[0-9]", text)):
        other = text.replace(digit, chr(0x660 + int(digit)))
        assert slow.is_valid(other) == quick.is_valid(other) == (_compiled(pattern).search(other) is not None)


@pytest.mark.parametrize("end", BREAKS)
@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("part", {"workspaces": {"emea{}": {"name": "E"}}}),
        ("part", {"removed": ["apac{}"]}),
        ("part", {"accept": [{"code": "CSW301{}", "reason": "x"}]}),
        ("part", {"workspaces": {"emea": {"name": "E", "renamed_from": "europe{}"}}}),
        ("part", {"workspaces": {"emea": {"name": "E", "ignore": ["name{}"]}}}),
        ("part", {"properties": {"companies": {"csm{}": {"label": "L", "kind": "user", "group": "g"}}}}),
        ("overlay", {"workspaces": {"emea{}": {}}}),
        ("config", {"version": 1, "accounts": {"acme{}": {"target": "sqlite:a", "catalog": "c", "subscription": "enterprise"}}}),
        ("config", {"version": 1, "accounts": {"acme": {"target": "sqlite:a{}", "catalog": "c", "subscription": "enterprise"}}}),
        ("config", {"version": 1, "accounts": {"acme": {"target": "hubspot:1{}", "catalog": "c", "subscription": "enterprise"}}}),
    ],
)  # fmt: skip
def test_a_line_break_never_bypasses_a_pattern(name, document, end):
    text = json.dumps(document)
    whole, broken = (
        json.loads(text.replace('{}"', f'{part}"').replace("{}:", f"{part}:")) for part in ("", json.dumps(end)[1:-1])
    )
    for validator in (_validator(name), jsonschema_rs.Draft202012Validator(json.loads(schema_text(name)))):
        assert validator.is_valid(whole)
        assert not validator.is_valid(broken)
