"""How much a test tries. The ordinary run (`make test`) has to be short, so it takes a part of what can be made by the
hundred: of made-up cases, of histories, of the points where a run is killed. `make coverage` takes them all;
`make long-test` looks for cases that nobody has tried.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import settings

T, S = TypeVar("T"), TypeVar("S")
FULL, LONG = 300, 20_000  # made-up cases for a property, as in tests/conftest.py
IS_LONG = settings.default.max_examples >= LONG
IS_FULL = settings.default.max_examples >= FULL or bool(os.environ.get("CSWS_TESTS_FULL"))
if IS_FULL:
    os.environ["CSWS_TESTS_FULL"] = "1"  # for the scripts that tests start: those have no profile
PART = 3  # the ordinary run takes one of so many
only_full = pytest.mark.skipif(not IS_FULL, reason="a full run does this: make coverage")


def tries(full: int, long: int = 3_000) -> settings:
    """For a property that takes longer than most for each case."""
    return settings(max_examples=long if IS_LONG else full if IS_FULL else -(-full // PART))


def crossed(first: Sequence[T], second: Sequence[S]) -> list[tuple[T, S]]:
    """Every one of the first with every one of the second. An ordinary run takes a third of the pairs, in which each of
    both occurs."""
    pairs = [(at + number, one, other) for at, one in enumerate(first) for number, other in enumerate(second)]
    return [(one, other) for turn, one, other in pairs if IS_FULL or turn % PART == 0]


def part(cases: Sequence[T], turn: int = 0) -> list[T]:
    """All cases of a full run. An ordinary one takes every third, from a place that depends on `turn`: tests that take
    turns try all of them together."""
    return list(cases) if IS_FULL else list(cases)[turn % PART :: PART]
