"""Round numbers for an axis."""

from __future__ import annotations

_STEPS = (1, 2, 5)
_MOST = 5  # steps


def ticks_of(most: int) -> tuple[int, ...]:
    """Whole numbers from 0 in equal steps, the last one at least `most`, and at least 1."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * _MOST >= most:
                last = max(-(-most // (step * power)), 1)
                return tuple(number * step * power for number in range(last + 1))
        power *= 10
