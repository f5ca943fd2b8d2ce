"""What holds for every kind of settings that the table names."""

from __future__ import annotations

import pytest

from csws.kinds import KINDS, LATER, kind_named
from csws.kinds.addresses import lies_in, parse, path_text, yaml_path
from csws.model.address import Address
from csws.model.field import is_unset
from csws.verifier import PARAGRAPHS


def test_the_verifier_has_a_paragraph_for_every_kind():
    """Without one it checks that the steps lead from the base to the desired settings, and nothing more."""
    assert set(PARAGRAPHS) == {kind.name for kind in KINDS}, "write csws/verifier/KIND.py and its line in PARAGRAPHS"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_findings_have_the_addresses_of_the_kinds(kind):
    address = path_text((kind.section, "emea", "names", 0))
    assert address == f"{kind.name}.emea.names"
    assert lies_in(address, kind.section)
    assert not lies_in(kind.section, address)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_found_by_the_word_of_its_addresses(kind):
    key = ".".join("ab"[: kind.key_parts]) if kind.is_keyed else ""
    address = Address(kind.name, key)
    assert (kind_named(kind.name), parse(str(address))) == (kind, address)
    assert yaml_path(address)[0] == kind.section


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_fields_have_a_place_and_say_what_they_hold_when_nothing_is_set(kind):
    for field in kind.fields:
        if "*" not in field.path:
            assert kind.field_at(field.path) == field
            assert kind.empty(field.path) == field.empty
    assert kind.field_at("no such field") is None


def test_a_blank_item_holds_nothing_that_a_store_would_keep():
    assert [(kind.name, path) for kind in LATER for path, value in kind.blank().items() if not is_unset(value)] == []
