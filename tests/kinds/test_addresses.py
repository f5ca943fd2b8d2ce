"""Addresses: text and back, invalid texts, and the addresses that may be named for a delete."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.kinds import KINDS
from csws.kinds.addresses import parse, split, to_delete, yaml_path
from csws.kinds.properties import KIND as PROPERTIES
from csws.kinds.properties import address_of
from csws.model.address import OBJECTS, Address

WORDS = st.text(min_size=1, max_size=8).filter(lambda text: "." not in text)
ADDRESSES = st.one_of(
    st.just(OBJECTS),
    WORDS.map(Address.workspace),
    st.builds(address_of, st.lists(WORDS, min_size=1, max_size=2).map(".".join), WORDS),
)


@given(ADDRESSES)
def test_text_and_back(address):
    assert parse(str(address)) == address
    assert split(f"{address}.a.b") == (address, "a.b") or address.kind == PROPERTIES.name
    assert pickle.loads(pickle.dumps(address)) == address


@given(
    st.one_of(
        st.text(),
        ADDRESSES.map(str),
        st.sampled_from(KINDS).flatmap(lambda kind: st.text().map(lambda rest: f"{kind.name}{rest}")),
    )
)
def test_a_text_that_parses_is_written_unchanged(text):
    try:
        address = parse(text)
    except ValueError:
        return
    assert str(address) == text


@given(st.lists(ADDRESSES))
def test_the_order_is_that_of_the_texts(addresses):
    assert [str(item) for item in sorted(addresses)] == sorted(map(str, addresses))
    assert all(not later < earlier for earlier, later in pairwise(sorted(addresses)))


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "emea", "workspace", "workspace.", "workspace..", "workspace.emea.", "workspace.emea.teams", "workspaces.emea"),
        *("properties", "properties.", "properties.csm", "properties.companies.", "properties..csm", "objects.", "objects.customers"),
        *("territory.old", "unmanaged.7", " workspace.emea", "Workspace.emea"),
    ],
)  # fmt: skip
def test_texts_that_are_not_addresses(text):
    with pytest.raises(ValueError, match="address"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "address", "path"),
    [
        ("objects", "objects", ""),
        ("objects.customers", "objects", "customers"),
        ("workspace.emea", "workspace.emea", ""),
        ("workspaces.emea.services.show", "workspace.emea", "services.show"),
        ("properties.companies.csm", "properties.companies.csm", ""),
        ("health_score.a", "health_score.a", ""),
        ("health_scores.a.bands.healthy", "health_score.a", "bands.healthy"),
        ('health_score.a.groups.g.rules.[n is "x.y"]', "health_score.a", 'groups.g.rules.[n is "x.y"]'),
    ],
)
def test_an_address_and_a_path_below_it(text, address, path):
    assert split(text) == (parse(address), path)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("objects", ("objects",)),
        ("workspace.emea", ("workspaces", "emea")),
        ("properties.companies.csm", ("properties", "companies", "csm")),
    ],
)
def test_where_it_is_in_the_yaml(text, path):
    assert yaml_path(parse(text)) == path


@pytest.mark.parametrize("text", ["apac", "workspace.apac"])
def test_a_bare_key_is_a_workspace(text):
    assert to_delete(text) == Address.workspace("apac")


def test_a_workspace_may_have_the_name_of_a_kind():
    assert to_delete("objects") == to_delete("workspace.objects") == Address.workspace("objects")


@pytest.mark.parametrize(
    "text",
    ["", ".", "workspace.", "workspaces.apac", "workspace.apac.teams", "properties.companies.csm", "objects.customers", "territory.old"],
)  # fmt: skip
def test_nothing_else_is_deleted(text):
    with pytest.raises(ValueError, match=r"is not a workspace.*, and csws deletes only workspaces and health scores"):
        to_delete(text)
