"""Laws of fingerprints and stored texts: they are equal exactly for equal settings, and neither
contains unset fields."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given

from csws.model import snapshot_0_1
from csws.model.digest import digest_of
from csws.model.fields import flat, flat_objects, with_fields
from csws.model.plan import plain
from csws.model.settings import Objects, RevenueBlock, RevenueTab, Settings, Workspace
from csws.state.snapshot import fingerprint, from_text, is_fingerprint, to_text, what_is_set
from tests.accounts import settings


def by_0_1(account: Settings) -> str:
    """The fingerprint of csws 0.1: it hashed every field that it knew."""
    return digest_of(
        {
            "objects": {
                path: value
                for path, value in plain(flat_objects(account.objects)).items()
                if path in snapshot_0_1.OBJECTS
            },
            "workspaces": [
                {"id": item.id, "key": item.key, "fields": plain(known_to_0_1(flat(item)))}
                for item in account.workspaces
            ],
        }
    )


def known_to_0_1(fields: dict) -> dict:
    """The fields that csws 0.1 knew; those of a revenue object are identified by their last
    word."""
    known, of_object = snapshot_0_1.WORKSPACE, snapshot_0_1.REVENUE_OBJECT
    in_object = "revenue.objects."
    return {
        path: value
        for path, value in fields.items()
        if (path.rpartition(".")[2] in of_object if path.startswith(in_object) else path in known)
    }


@given(settings(), settings())
def test_fingerprints_and_texts_are_equal_exactly_when_settings_are(one, other):
    assert snapshot_0_1.fingerprint(what_is_set(one)) == by_0_1(one)
    for text in (fingerprint(one), by_0_1(one)):
        assert is_fingerprint(text, one)
        assert is_fingerprint(text, other) == (one == other)
    assert (to_text(one) == to_text(other)) == (one == other)


@given(settings())
def test_a_text_of_csws_0_1_is_read_as_the_same_settings(account):
    workspaces = [{"id": item.id, "key": item.key, "fields": plain(flat(item))} for item in account.workspaces]
    data = {"objects": plain(flat_objects(account.objects)), "workspaces": workspaces}
    assert from_text(json.dumps(data)) == account


# Some possible values of a field of each type; a blank workspace has one of them.
VALUES = {
    str: ("", "x", "False", "None"),
    bool: (False, True),
    tuple: ((), ("x",), ("x", "y")),
    type(None): (None, "", "x"),
}
BLANK = flat(Workspace(key=None, revenue=RevenueTab(blocks=(RevenueBlock(object="deals"),))))


@pytest.mark.parametrize("path", BLANK)
def test_no_two_values_of_a_field_have_the_same_fingerprint(path):
    kind = type(BLANK[path])
    states = [
        Settings(workspaces=(with_fields(Workspace(key="emea", id="1"), {path: value}),)) for value in VALUES[kind]
    ]
    for one, other in combinations(states, 2):
        assert fingerprint(one) != fingerprint(other)
        assert from_text(to_text(one)) == one


def test_the_values_of_a_blank_workspace_never_change():
    """Every stored text omits these values. A new field adds its own value; the existing ones never
    change."""
    blank = plain(flat(Workspace(key=None)))
    assert {path: blank[path] for path in snapshot_0_1.WORKSPACE} == snapshot_0_1.WORKSPACE
    assert plain(flat_objects(Objects())).items() >= snapshot_0_1.OBJECTS.items()
    assert what_is_set(Settings(workspaces=(Workspace(key="primary"),))) == {
        "objects": {},
        "workspaces": [{"id": None, "key": "primary", "fields": {}}],
    }


@pytest.mark.parametrize("part", ["objects", "workspaces"])
def test_csws_0_1_has_no_fingerprint_for_fields_that_it_did_not_know(part):
    """Otherwise two states that differ only in a newer field would have the same one."""
    data = what_is_set(Settings(workspaces=(Workspace(key="primary"),)))
    (data["objects"] if part == "objects" else data["workspaces"][0]["fields"])["color"] = "red"
    assert snapshot_0_1.fingerprint(data) is None
