"""The few records that are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.lab.named import Smallest, name_columns, name_of


@given(st.lists(st.integers(), unique=True), st.integers(0, 5))
def test_the_smallest_are_those_that_sorting_has_first(values, most):
    found = Smallest(most)
    for at, value in enumerate(values):
        assert found.takes(value) == (value in sorted(values[: at + 1])[:most])
        found.add(value, str(value))
    assert found.found() == tuple(map(str, sorted(values)[:most]))


@pytest.mark.parametrize(("object_name", "columns"), [("companies", 1), ("contacts", 2), ("customer_accounts", 1)])
def test_every_object_has_columns_with_names(object_name, columns):
    assert len(name_columns(object_name)) == columns


def test_a_name_has_no_gaps():
    assert name_of(["Kim", " ", "Doe "]) == "Kim Doe"
    assert name_of([" Kim ", ""]) == "Kim"
