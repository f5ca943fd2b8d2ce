"""Text in the columns of a terminal: East Asian characters take two, colors none, and what is to be
copied is not broken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.render.width import columns, padded, wrapped
from tests.effort import tries


@pytest.mark.parametrize(
    ("text", "wide"),
    [("", 0), ("abc", 3), ("客户", 4), ("Ｗ", 2), ("e\u0301", 1), ("\x1b[31mred\x1b[0m", 3), ("한글 x", 6), ("é", 1)],
)
def test_columns(text, wide):
    assert columns(text) == wide
    assert columns(padded(text, 12)) == 12


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("客户成功的工作区", 10, ["客户成功的", "工作区"]),
        ("客户成功的，工作区", 10, ["客户成功", "的，工作区"]),  # no line begins with a comma
        ("run `csws apply --expect x` now", 14, ["run", "`csws apply --expect x`", "now"]),
        ("an unbreakableword", 8, ["an", "unbreakableword"]),
        ("", 8, [""]),
    ],
)
def test_lines_end_between_words_and_between_wide_characters(text, width, lines):
    assert wrapped(text, width) == lines


def test_the_first_line_and_the_others_have_their_own_beginning():
    assert wrapped("one two three four", 10, "1. ", "   ") == ["1. one two", "   three", "   four"]


def test_an_indent_gives_way_to_what_is_too_wide_beside_it():
    assert wrapped("one twothreefour", 14, "    ", "    ") == ["    one", "  twothreefour"]


WORDS = st.lists(st.text("ab客户é，。`", min_size=1, max_size=6), max_size=12).map(" ".join)


@tries(200)
@given(WORDS, st.integers(12, 40))
def test_nothing_is_lost_and_only_what_cannot_be_broken_is_too_wide(text, width):
    lines = wrapped(text, width, "- ", "  ")
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", f"-{text}")
    assert all(columns(line) <= width or "`" in line for line in lines)
