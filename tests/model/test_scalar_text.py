"""However csws spells a text, csws and other tools read it back unchanged, and a reviewer sees all
of it."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from csws.load.yaml_reader import read_yaml
from csws.model.scalar_text import PLAIN, scalar_text

CASES = {
    None: "null",
    True: "true",
    12: "12",
    float("inf"): ".inf",
    -float("inf"): "-.inf",
    1e17: "1e+17",
    "": "''",
    "two words": "two words",
    "1": "'1'",
    "~": "'~'",
    "no": "'no'",
    "y": "'y'",
    "N": "'N'",
    "12:30:45": "'12:30:45'",
    "2020-01-01": "'2020-01-01'",
    "it's": "it's",
    "'tis": "'''tis'",
    "a\nb\t\\": '"a\\nb\\t\\\\"',
    "EMEA\u00a0CSM": '"EMEA\\xA0CSM"',
    "\u202eabc": '"\\u202Eabc"',
    "\U000e0041": '"\\U000E0041"',
    "\u2699\ufe0f": "\u2699\ufe0f",
    "a\ufe0f": '"a\\uFE0F"',
    "Équipe 日本 🎉": "Équipe 日本 🎉",
    "sqlite:a.db": "sqlite:a.db",
    "a, b": "a, b",
}
_hostile = st.text(
    st.sampled_from(" \t\n\r#:-?,[]{}&*!|>'\"%@`~.\\\x00\x85\xa0\u200b\u2028\ufe0f\ufeff\u3164é日\U0001f389axz019"),
    max_size=8,
)
_texts = st.text(max_size=12) | _hostile
_like_numbers = st.text(st.sampled_from("0123456789:._-+eExbTZ "), max_size=12)
_words = st.sampled_from(
    [
        "yes",
        "Yes",
        "NO",
        "on",
        "Off",
        "OFF",
        "true",
        "null",
        "~",
        "=",
        "<<",
        ".inf",
        "-.INF",
        ".NaN",
        "0o17",
        "017",
        "0b1",
        "1_000",
        "2025-02-30",
    ]
)


@pytest.mark.parametrize(("value", "text"), CASES.items(), ids=map(repr, CASES))
def test_a_new_value(value, text):
    assert scalar_text(value) == text


@pytest.mark.parametrize("text", ["no", "y", "Y", "n", "N", "12:30:45", "2020-01-01", "0b1", "1_000"])
def test_quotes_are_neither_added_nor_removed_around_words_of_yaml_1_1(text):
    assert scalar_text(text, PLAIN) == text
    assert scalar_text(text, "'") == scalar_text(text, '"') == f"'{text}'"


def test_between_brackets():
    assert scalar_text("a, b", in_flow=True) == "'a, b'"
    assert scalar_text(":a", in_flow=True) == "':a'"


@pytest.mark.no_cover
@given(_texts, st.sampled_from([None, PLAIN, "'", '"']))
def test_it_reads_back(text, style):
    block, flow = scalar_text(text, style), scalar_text(text, style, in_flow=True)
    read = read_yaml(f"- {block}: {block}\n- [{flow}, {{{flow}: {flow}}}]\n- {block}\n", "f")
    assert not read.findings
    assert read.root.plain() == [{text: text}, [text, {text: text}], text]


@pytest.mark.no_cover
@given(_texts)
def test_every_character_is_seen(text):
    assert not [
        character
        for character in scalar_text(text)
        if character != " " and unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    ]


@pytest.mark.no_cover
@given(_like_numbers | _words)
@example("2025-02-30")
def test_a_new_text_is_one_to_yaml_1_1_too(text):
    assert yaml.safe_load(f"k: {scalar_text(text)}") == {"k": text}
