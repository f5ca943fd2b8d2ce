"""Columns in every encoding of the protocol, in lines with emoji, CJK, combining marks and every line end."""

from __future__ import annotations

import pytest

from csws.editing.positions import Lines

SIGNS = ["a", "é", "e\u0301", "客", "👩‍🚀", "🇳🇴", "ﬁ", "\t", "\ufeff", "𠀋"]
TEXT = "\r\n".join([f"a{sign}b: {sign}" for sign in SIGNS]) + "\nlast \U0001f600\rone"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_every_index_goes_there_and_back(encoding):
    lines = Lines(TEXT, encoding)
    for index in range(len(TEXT) + 1):
        if index < len(TEXT) and TEXT[index] in "\r\n" and index and TEXT[index - 1 : index + 1] == "\r\n":
            continue  # inside of a line end, where no position is
        assert lines.index(*lines.at(index)) == index


@pytest.mark.parametrize(("encoding", "size"), [("utf-8", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")])
@pytest.mark.parametrize("sign", SIGNS)
def test_units_are_those_of_the_encoding(encoding, size, sign):
    """Compared with Python's codecs."""
    unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    assert Lines(f"{sign}|", encoding).at(len(sign)) == (0, len(sign.encode(size)) // unit)


def test_beyond_the_end_is_the_end():
    lines = Lines("ab\ncd", "utf-16")
    assert [lines.index(0, 99), lines.index(9, 0), lines.index(1, -1)] == [2, 5, 3]
    assert [lines.position(1, 99), lines.position(9, 1)] == [(0, 2), (1, 2)]


def test_inside_of_a_pair_is_before_it():
    assert Lines("a\U0001f600b", "utf-16").index(0, 2) == 1
