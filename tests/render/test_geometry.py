"""The layout of the picture: nothing overlaps, nothing is left out, and text stays in its box."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csws.render.review.geometry import Cell, Chip, fitted, layout, measured

WORDS = st.text(alphabet="abc WMil 客户نجاح", min_size=1, max_size=60).filter(str.strip)


@st.composite
def rows(draw):
    """Workspaces with up to seven teams that move between them."""
    names = draw(st.lists(WORDS, min_size=1, max_size=6))
    sides = [([], []) for _ in names]
    for move in range(draw(st.integers(0, 7))):
        for side in (0, 1):
            at = draw(st.integers(0, len(names) - 1))
            chip = Chip(team=draw(WORDS), people="2 people", way=draw(WORDS), move=move, arrives=side == 1)
            sides[at][side].append(chip)
    return [
        tuple(Cell(name=name, note="note", chips=tuple(chips)) for chips in pair)
        for name, pair in zip(names, sides, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(rows(), st.sampled_from([(766.0, 120.0), (305.0, 33.0)]))
def test_boxes_do_not_overlap_and_hold_their_text(made, size):
    drawn = layout(made, ("Before", "After"), *size)
    outer = [box for box in drawn.boxes if box.look == "box"]
    assert len(outer) == 2 * len(made)
    for one, two in combinations(outer, 2):
        assert (
            one.x + one.width <= two.x
            or two.x + two.width <= one.x
            or one.y + one.height <= two.y
            or two.y + two.height <= one.y
        )
    for box in drawn.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawn.width
        assert box.y + box.height <= drawn.height
    for text in drawn.texts[2:]:
        assert any(box.y < text.y <= box.y + box.height and box.x <= text.x <= box.x + box.width for box in outer), text


@settings(max_examples=60, deadline=None)
@given(rows())
def test_every_team_that_moves_has_its_arrow(made):
    moves = {chip.move for pair in made for cell in pair for chip in cell.chips}
    drawn = layout(made, ("Before", "After"), 766.0, 120.0)
    assert len(drawn.arrows) == len(moves)
    chips = [box for box in drawn.boxes if box.look in ("ghost", "hot")]
    for arrow in drawn.arrows:
        start, end = (
            tuple(map(float, re.search(r"M([\d.]+),([\d.]+)", path).groups())) for path in (arrow.line, arrow.tip)
        )
        assert any(
            box.x + box.width == pytest.approx(start[0], abs=1) and box.y <= start[1] <= box.y + box.height
            for box in chips
        )
        assert any(box.x == pytest.approx(end[0], abs=1) and box.y <= end[1] <= box.y + box.height for box in chips)


@given(WORDS, st.integers(60, 300))
def test_lines_fit_and_what_is_cut_says_so(text, width):
    lines = fitted(text, width, 13, bold=True)
    assert 1 <= len(lines) <= 3
    assert all(measured(line, 13, bold=True) <= width for line in lines)
    whole = "".join("".join(lines).split())
    assert whole == "".join(text.split()) or (lines[-1].endswith("…") and "".join(text.split()).startswith(whole[:-1]))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Customer success", 140, ["Customer success"]),
        ("Americas customer success", 80, ["Americas", "customer", "success"]),
        ("亚太区客户成功与续约", 98, ["亚太区客户成功", "与续约"]),
        ("Renewalswithoutaspace", 98, ["Renewalswith", "outaspace"]),
        ("", 98, [""]),
    ],
)
def test_names_are_broken_where_people_would(text, width, lines):
    assert fitted(text, width, 13) == lines
