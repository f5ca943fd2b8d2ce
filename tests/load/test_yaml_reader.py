"""YAML as csws reads it: the words of version 1.2, and what it refuses, with its place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.load import yaml_reader
from csws.load.node import place
from csws.load.yaml_reader import read_yaml
from csws.model.yaml_text import yaml_text


def read(text: str):
    return read_yaml(text, "f.yaml")


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "on",
        "off",
        "yes",
        "y",
        "1:30",
        "2024-01-01",
        "1_000",
        "0b1",
        "+",
        "-",
        ".",
        "=",
        "<<",
        "1e",
        "0x",
        "nul",
        "truE",
    ],
)
def test_only_a_few_words_are_not_text(word):
    assert read(f"a: [ {word} ]").root.plain() == {"a": [word]} if word != "-" else True


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-0", 0),
        ("+5", 5),
        ("0x1F", 31),
        ("0o17", 15),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("-.INF", -math.inf),
    ],
)
def test_the_words_that_are_special(word, value):
    found = read(f"a: {word}").root.plain()["a"]
    assert (found, type(found)) == (value, type(value))


def test_not_a_number_and_endless_digits_are_read_without_trouble():
    assert math.isnan(read("a: .nan").root.plain()["a"])
    assert read("a: " + "9" * 10_000).findings == []


@pytest.mark.parametrize("quoted", ["'no'", '"12"', "'~'", '"true"', "!!str 12", "! 12"])
def test_quoted_words_are_text(quoted):
    assert isinstance(read(f"a: {quoted}").root.plain()["a"], str)


def test_keys_are_always_text():
    assert read("1: a\ntrue: b\nnull: c\nno: d").root.plain() == {"1": "a", "true": "b", "null": "c", "no": "d"}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "CSW003", 3, 1),
        ("x: {a: 1, a: 2}", "CSW003", 1, 11),
        ("a: {<<: {b: 1}}", "CSW004", 1, 5),
        ("a: &x [1, *x]", "CSW004", 1, 11),
        (BOMB, "CSW004", 5, 29),
        ("a: *x", "CSW002", 1, 4),
        ("a: 'x", "CSW002", 1, 4),
        ("a: [1", "CSW002", 1, 4),
        ("a: b: c", "CSW002", 1, 5),
        ("\ta: 1", "CSW002", 1, 1),
        ("a: !!python/object:os.system x", "CSW002", 1, 4),
        ("a: !include x", "CSW002", 1, 4),
        ("---\na: 1\n---\nb: 1\n", "CSW002", 3, 1),
        ("a: \x1b[31mred", "CSW002", 1, 4),
        ("a: 1\nb: \x00", "CSW002", 2, 4),
        ("? [a, b]\n: c", "CSW002", 1, 3),
        ("[" * 10_000, "CSW002", 1, 101),
        ("- " * 10_000 + "x", "CSW002", 1, 201),
        ("\n".join("  " * depth + "a:" for depth in range(300)), "CSW002", 101, 201),
    ],
)
def test_what_is_refused_has_a_code_and_a_place(text, code, line, column):
    found = read(text).findings
    assert [(item.code, item.span.line, item.span.column) for item in found] == [(code, line, column)]
    assert found[0].hint


def test_reading_continues_after_a_duplicate():
    found = read("a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [item.code for item in found.findings] == ["CSW003", "CSW003"]
    assert found.root.plain() == {"a": 1, "b": {"c": 1}}


def test_an_alias_has_the_place_where_it_is_used():
    root = read("a: &t [x]\nb: *t\n").root
    assert root.plain() == {"a": ["x"], "b": ["x"]}
    assert (place(root, ("b",)).line, place(root, ("b",)).column) == (2, 4)


SPANS = "a:\n  - one\n  - {k: two}\nb: 'x y'\nc:\n  d: |\n    text\n    more\n"


@pytest.mark.parametrize(
    ("path", "key", "expected"),
    [
        (("a",), False, (2, 3, 3, 13)),
        (("a", 0), False, (2, 5, 2, 8)),
        (("a", 1, "k"), False, (3, 9, 3, 12)),
        (("b",), False, (4, 4, 4, 9)),
        (("b",), True, (4, 1, 4, 2)),
        (("c",), False, (5, 1, 5, 2)),
        (("c", "missing"), False, (5, 1, 5, 2)),
        (("missing",), False, (1, 1, 1, 1)),
        (("a", 7), False, (1, 1, 1, 2)),
    ],
)
def test_places(path, key, expected):
    span = place(read(SPANS).root, path, key=key)
    assert (span.line, span.column, span.end_line, span.end_column) == expected


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
WORDS = st.sampled_from(
    [
        "no",
        "1e3",
        "0o17",
        "~",
        "null",
        "1:30",
        "<<",
        "=",
        "- a",
        "a: b",
        "#",
        "",
        " ",
        "\n",
        "é",
        "&a",
        "*a",
        "!x",
        "0x1",
        ".inf",
        "1_0",
    ]
)
DATA = st.recursive(
    st.none() | st.booleans() | WORDS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | TEXT, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.no_cover
@given(st.dictionaries(WORDS | TEXT, DATA, max_size=4))
def test_what_is_written_is_read_back(data):
    assert read(yaml_text({"k": data})).root.plain() == {"k": data}


@given(st.text(max_size=60) | st.text(st.sampled_from("a:-[]{}&*!|>'\"#%@`,? \n\t"), max_size=40))
def test_any_text_is_read_or_reported(text):
    found = read(text)
    assert found.root is not None or found.findings


def test_what_yaml_does_not_allow_is_found_whichever_character_it_is():
    """Checks every code point against the production of YAML 1.2 §5.1, without the line breaks of
    YAML 1.1."""
    allowed = {0x9, 0xA, 0xD, *range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0xFFFE)}
    allowed |= set(range(0x10000, 0x110000))
    allowed -= {0x85, 0x2028, 0x2029}
    found = {code for code in range(0x110000) if not yaml_reader._FORBIDDEN.match(chr(code))}
    assert found == allowed
