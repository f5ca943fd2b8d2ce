"""A secret is found however YAML spells it, and the finding never repeats it."""

from __future__ import annotations

import pytest

from csws.load.secrets import secrets_in
from csws.load.yaml_reader import read_yaml

TOKEN = "pat-na1-0123abcd-0123-4567-89ab-0123456789ab"
URL = "postgresql://me:hidden@db/x"
SPELLED = {
    "plain": "a: {0}",
    "in a list": "a: [b, '{0}']",
    "in double quotes": 'a: "{0}"',
    "after text": "a: see {0}",
    "folded": "a: >-\n  see\n  {0}\n",
    "in a key's value, deep": "a: {{b: {{c: {{d: '{0}'}}}}}}",
}
ESCAPED = {
    "an escaped letter": 'a: "\\x70at-' + TOKEN[4:] + '"',
    "an escaped line end": 'a: "pa\\\n  t-' + TOKEN[4:] + '"',
    "an escaped slash": 'a: "postgresql:\\/\\/me:hidden@db/x"',
    "an escaped letter of an option": 'a: "postgresql://db/x?p\\u0061ssword=hidden"',
}


def found(text):
    root = read_yaml(text, "x.yaml").root
    return secrets_in(root, text)


@pytest.mark.parametrize("spelled", [*ESCAPED.values(), *(form.format(TOKEN) for form in SPELLED.values())])
def test_it_is_found_and_not_repeated(spelled):
    (finding,) = found(spelled)
    assert finding.code == "CSW007"
    assert not {TOKEN, "hidden", TOKEN[8:16]} & set(f"{finding.message} {finding.hint}".split())


@pytest.mark.parametrize("text", [f"a: {URL}", "a: postgresql://db/x?password=hidden", f"a: '{URL}'"])
def test_a_password_in_an_address_is_found(text):
    assert [finding.code for finding in found(text)] == ["CSW007"]


@pytest.mark.parametrize(
    "text", ["a: postgresql://me@db/x", "a: no secret", "a: https://app.hubspot.com/pat-x", 'a: "\\x70"']
)
def test_what_is_no_secret_is_left_alone(text):
    assert found(text) == []
