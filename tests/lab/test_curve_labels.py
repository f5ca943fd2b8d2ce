"""Names on a curve that rises meet neither each other nor the curve."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csws.render.scores.curve_labels import labels_of

STEPS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=4)


@given(STEPS, st.integers(5, 25))
def test_they_stand_apart_and_on_their_side(steps, length):
    x, y, points = 40.0, 280.0, []
    for right, up in steps:
        x, y = x + right, y - up
        points.append((x, y, "n" * length))
    found = labels_of(points, left=42, top=32)
    assert len(found) == len(points)
    assert not any(one.meets(other) for at, one in enumerate(found) for other in found[:at])
    for label in found:
        is_above = any(label.x + label.width <= x and label.y < y for x, y, _ in points)
        is_below = any(x <= label.x and y < label.y for x, y, _ in points)
        assert is_above or is_below
