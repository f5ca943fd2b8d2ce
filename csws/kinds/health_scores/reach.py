"""The totals that records can have with a score: exactly, group by group, within counted work.

Groups that share a property or an event are taken together, one combination of its cells after another; given that
combination they are independent of each other, as are groups that share nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from math import prod

from csws.kinds.health_scores.compiled import Choices, Dimension, Joined, Part, compiled
from csws.kinds.health_scores.group_sums import GroupSums
from csws.kinds.health_scores.score import HIGHEST, Score
from csws.kinds.health_scores.sums import NOTHING, Sums, added, united
from csws.kinds.health_scores.work import MOST_CELLS, MOST_STATES, TooMuchWork, Work

_COMBINATION = 10  # states that it counts as, for each group: it takes about their time

Picked = dict[Dimension, tuple[int, ...]]


class Reach:
    """What records a score can have. Its methods raise TooMuchWork above the bounds."""

    def __init__(self, score: Score) -> None:
        self.score = score
        self.joined = compiled(score)
        self._groups = {part.group.key: GroupSums(part) for one in self.joined for part in one.parts}
        self._given: dict[tuple[object, ...], Sums] = {}

    def cells(self, joined: Joined) -> Choices:
        """All cells of the dimensions of these groups."""
        if joined.cells is None:
            raise TooMuchWork
        return joined.cells

    @property
    def is_judged(self) -> bool:
        """Whether the totals can be found within the bounds."""
        return self._each is not None

    @property
    def each(self) -> tuple[Sums, ...]:
        """What each of the joined groups can give together."""
        if self._each is None:
            raise TooMuchWork
        return self._each

    @cached_property
    def _each(self) -> tuple[Sums, ...] | None:
        work = Work(MOST_STATES)
        try:
            return tuple(self.together(one, self.cells(one), work) for one in self.joined)
        except TooMuchWork:
            return None

    @cached_property
    def rests(self) -> tuple[Sums, ...]:
        """What all the others can give together, for each of the joined groups."""
        work, each = Work(MOST_STATES), self.each
        before, after = [NOTHING], [NOTHING]
        for sums in each[:-1]:
            before.append(added(before[-1], sums, work))
        for sums in each[:0:-1]:
            after.append(added(after[-1], sums, work))
        return tuple(added(one, other, work) for one, other in zip(before, reversed(after), strict=True))

    @cached_property
    def totals(self) -> Sums:
        """Every total that a record can have."""
        if not self.joined:
            return NOTHING
        return added(self.each[0], self.rests[0], Work(MOST_STATES)).held(0, HIGHEST)

    def together(self, joined: Joined, choices: Choices, work: Work) -> Sums:
        """What joined groups can give together to records in the chosen cells of what they share."""
        found: Sums | None = None
        for picked in self.combinations(joined, choices, work):
            whole = NOTHING
            for part in joined.parts:
                whole = added(whole, self.given(joined, part, picked, work), work)
            found = united(found, whole, work)
        assert found is not None
        return found

    def by_cell(self, at: int, of: Dimension, work: Work) -> dict[int, Sums]:
        """What joined groups can give together to the records in each cell of one of their dimensions."""
        joined = self.joined[at]
        cells = self.cells(joined)
        if of in joined.shared:
            return {cell: self.together(joined, {**cells, of: (cell,)}, work) for cell in cells[of]}
        (part,) = (one for one in joined.parts if of in one.bits)
        found: dict[int, Sums] = {}
        for picked in self.combinations(joined, cells, work):
            beside = self.beside(at, part, picked, work)
            for cell, sums in self._groups[part.group.key].by_cell(of, {**cells, **picked}, work).items():
                found[cell] = united(found.get(cell), added(beside, sums, work), work)
        return found

    def given(self, joined: Joined, part: Part, picked: Picked, work: Work) -> Sums:
        """What one group can give in one combination of what it shares with others."""
        key = (part.group.key, *(cells[0] & part.bits[of] for of, cells in picked.items() if of in part.bits))
        if key not in self._given:
            self._given[key] = self.sums(part, {**self.cells(joined), **picked}, work)
        return self._given[key]

    def beside(self, at: int, part: Part, picked: Picked, work: Work) -> Sums:
        """What the groups joined with one can give, in one combination of what they share."""
        whole = NOTHING
        for other in self.joined[at].parts:
            if other is not part:
                whole = added(whole, self.given(self.joined[at], other, picked, work), work)
        return whole

    def sums(self, part: Part, choices: Choices, work: Work, *, above: int = 0, below: int = 0) -> Sums:
        """What one group can give, within its bounds widened by `above` and `below`."""
        return self._groups[part.group.key].sums(choices, work, above=above, below=below)

    def combinations(self, joined: Joined, choices: Choices, work: Work) -> Iterator[Picked]:
        """The chosen cells of what the groups share, in every combination."""
        choosing = [choices[of] for of in joined.shared]
        if prod(map(len, choosing)) > MOST_CELLS:
            raise TooMuchWork
        for cells in product(*choosing):
            work.count(_COMBINATION * len(joined.parts))
            yield {of: (cell,) for of, cell in zip(joined.shared, cells, strict=True)}
