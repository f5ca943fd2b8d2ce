"""The sums of points that one group can have, dimension by dimension."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from csws.kinds.health_scores.compiled import Choices, Dimension, Needs, Part
from csws.kinds.health_scores.sums import Sums, united
from csws.kinds.health_scores.work import COMPARED, WORD, Work

Move = tuple[int, int]  # the points that a cell gives, and the rules of several dimensions that it allows


class _Step:
    """What one dimension adds. Rules of several dimensions are bits: those that begin here, those that end here, and
    those that have something here. `gain` and `loss` are the most that all later steps can add and take."""

    def __init__(self, dimension: Dimension) -> None:
        self.dimension = dimension
        self.whole: list[tuple[int, int]] = []  # the bits that a rule of this dimension alone needs, and its points
        self.across: list[tuple[int, int]] = []  # the bits that a rule of several needs here, and its own bit
        self.ends: list[tuple[int, int]] = []  # a rule's own bit, and its points
        self.begins = self.here = self.gain = self.loss = 0
        self._moves: dict[int, Move] = {}

    def moves(self, cells: Collection[int], work: Work) -> set[Move]:
        """What different cells do."""
        work.count(len(cells))
        known = self._moves
        return {known[cell] if cell in known else self._move(cell, work) for cell in cells}

    def range(self) -> tuple[int, int]:
        """The most that its rules can add and take."""
        points = [points for _, points in (*self.whole, *self.ends)]
        return sum(one for one in points if one > 0), -sum(one for one in points if one < 0)

    def _move(self, cell: int, work: Work) -> Move:
        work.count((len(self.whole) + len(self.across)) // COMPARED)
        points = sum(points for need, points in self.whole if cell & need == need)
        self._moves[cell] = points, sum(bit for need, bit in self.across if cell & need == need)
        return self._moves[cell]


class GroupSums:
    """A group's rules in steps, from which its sums are found again and again."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._always = sum(need.rule.points for need in part.needs if not need.bits)
        self._steps = _steps(part)

    def sums(
        self, choices: Choices, work: Work, *, above: int = 0, below: int = 0, without: Dimension | None = None
    ) -> Sums:
        """The sums of a record whose cells are among the choices, each held within the group's bounds, widened by
        `above` and `below`; `without` leaves out the rules of one dimension alone."""
        high, low = self.part.group.highest + above, self.part.group.lowest - below
        states = {0: Sums(self._always, 1)}
        for step in self._steps:
            if step.dimension != without:
                bounds = (low - step.gain, high + step.loss)
                states = _after(step, states, step.moves(choices[step.dimension], work), bounds, work)
        return states[0].held(low, high)

    def by_cell(self, of: Dimension, choices: Choices, work: Work) -> dict[int, Sums]:
        """The sums of records in each of the chosen cells of a dimension."""
        step = next(step for step in self._steps if step.dimension == of)
        if step.across:
            return {cell: self.sums({**choices, of: (cell,)}, work) for cell in choices[of]}
        gain, loss = step.range()
        rest = self.sums(choices, work, above=loss, below=gain, without=of)
        low, high, found = self.part.group.lowest, self.part.group.highest, {}
        for cell in choices[of]:
            ((points, _),) = step.moves((cell,), work)
            found[cell] = Sums(rest.low + points, rest.bits).held(low, high)
        return found


def _after(
    step: _Step, states: dict[int, Sums], moves: set[Move], bounds: tuple[int, int], work: Work
) -> dict[int, Sums]:
    """The sums by the rules that are still open. Beyond the bounds nothing that is to come makes a difference."""
    after: dict[int, Sums] = {}
    for alive, had in states.items():
        for points, allowed in moves:
            still = (alive | step.begins) & (allowed | ~step.here)
            for bit, more in step.ends:
                points += more if still & bit else 0
                still &= ~bit
            work.count(1 + had.bits.bit_length() // WORD)
            after[still] = united(after.get(still), Sums(had.low + points, had.bits).held(*bounds), work)
    return after


def _steps(part: Part) -> list[_Step]:
    across = [need for need in part.needs if len(need.bits) > 1]
    steps = [_Step(of) for of in _order(part, across)]
    places = {step.dimension: at for at, step in enumerate(steps)}
    for at, need in enumerate(across):
        mine = sorted(places[of] for of in need.bits)
        steps[mine[0]].begins |= 1 << at
        steps[mine[-1]].ends.append((1 << at, need.rule.points))
        for of, bits in need.bits.items():
            steps[places[of]].across.append((bits, 1 << at))
            steps[places[of]].here |= 1 << at
    for need in part.needs:
        if len(need.bits) == 1:
            ((of, bits),) = need.bits.items()
            steps[places[of]].whole.append((bits, need.rule.points))
    for step, later in pairwise(reversed(steps)):
        gain, loss = step.range()
        later.gain, later.loss = step.gain + gain, step.loss + loss
    return steps


def _order(part: Part, across: list[Needs]) -> list[Dimension]:
    """Dimensions that rules have in common come first and together, so that few rules are open at a time."""
    every = [of for need in (*across, *part.needs) for of in need.bits]
    return list(dict.fromkeys(every))
