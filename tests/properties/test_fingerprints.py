"""Laws of fingerprints and stored texts: equal exactly for equal settings, and what is unset stands in neither."""

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

pytestmark = pytest.mark.no_cover


def by_0_1(account: Settings) -> str:
    """What csws 0.1 did: every field that it knew, hashed."""
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
    """Without the fields that are newer; a revenue object's are known by their last word."""
    known, of_object = snapshot_0_1.WORKSPACE, snapshot_0_1.REVENUE_OBJECT
    in_object = "revenue.objects."
    return {
        path: value
        for path, value in fields.items()
        if (path.rpartition(".")[2] in of_object if path.startswith(in_object) else path in known)
    }


@given(settings(), settings())
def test_fingerprints_and_texts_are_equal_exactly_where_settings_are(one, other):
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


# Some values that a field of each kind can hold; a blank workspace has one of them.
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


def test_what_a_blank_workspace_holds_never_changes():
    """It is what every stored text leaves out. A new field comes with its own value; these stay."""
    blank = plain(flat(Workspace(key=None)))
    assert {path: blank[path] for path in snapshot_0_1.WORKSPACE} == snapshot_0_1.WORKSPACE
    assert plain(flat_objects(Objects())).items() >= snapshot_0_1.OBJECTS.items()
    assert what_is_set(Settings(workspaces=(Workspace(key="primary"),))) == {
        "objects": {},
        "workspaces": [{"id": None, "key": "primary", "fields": {}}],
    }


@pytest.mark.parametrize("part", ["objects", "workspaces"])
def test_csws_0_1_has_no_fingerprint_for_what_it_did_not_know(part):
    """Else two states that differ in a later field would have the same one."""
    data = what_is_set(Settings(workspaces=(Workspace(key="primary"),)))
    (data["objects"] if part == "objects" else data["workspaces"][0]["fields"])["color"] = "red"
    assert snapshot_0_1.fingerprint(data) is None
