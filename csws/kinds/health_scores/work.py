"""Counted work. What is judged depends on the score alone, never on the time that it takes on a machine."""

from __future__ import annotations

MOST_CELLS = 200_000  # of one group, or of groups that share a property
MOST_STATES = 2_000_000  # of one law
COMPARED = 10  # comparisons of a cell that count as one
WORD = 64  # sums beside each other that count as one state


class TooMuchWork(Exception):
    """A law cannot be judged within the bounds."""


class Work:
    """Counts towards a bound, and stops there."""

    def __init__(self, most: int) -> None:
        self._left = most

    def count(self, number: int) -> None:
        """Raises TooMuchWork if that is more than what is left."""
        self._left -= number
        if self._left < 0:
            raise TooMuchWork
