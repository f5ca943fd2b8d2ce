"""How many cases a property tries: few in the ordinary run, which has to take less than six minutes, many in the long
one (`make long-test`)."""

from __future__ import annotations

from hypothesis import settings

IS_LONG = settings.default.max_examples > 10_000


def tries(ordinary: int, long: int = 3_000) -> settings:
    """For a property that takes longer than most for each case."""
    return settings(max_examples=long if IS_LONG else ordinary)
