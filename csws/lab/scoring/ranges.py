"""What a score can give where events are not known: from the least to the most, over all events that there may have
been. Knows no record; what can happen is what the laws say (`kinds/health_scores/reach.py`)."""

from __future__ import annotations

from collections.abc import Sequence

from csws.kinds.health_scores.compiled import Joined
from csws.kinds.health_scores.reach import Reach
from csws.kinds.health_scores.score import Group
from csws.kinds.health_scores.sums import NOTHING, added, united
from csws.kinds.health_scores.work import MOST_STATES, TooMuchWork, Work
from csws.lab.scoring.facts import Asked
from csws.lab.scoring.groups import MOST, GroupPoints, Points


class Ranges:
    """The ranges of the groups that have rules with events, together with those that share something with them."""

    def __init__(self, asked: Asked) -> None:
        self._reach = Reach(asked.score)
        places = {group.key: at for at, group in enumerate(asked.score.groups)}
        self._joined = [
            _Open(asked, self._reach, joined, {part.group.key: places[part.group.key] for part in joined.parts})
            for joined in self._reach.joined
            if any(sort == "event" for part in joined.parts for sort, _ in part.dimensions)
        ]
        self._open = {at: joined for joined in self._joined for at in joined.places.values()}

    def total(self, facts: int, groups: Sequence[GroupPoints]) -> Points:
        """The sum of all groups, which 0 and 100 do not hold yet."""
        known = sum(group[facts & group.mask][1] for at, group in enumerate(groups) if at not in self._open)
        ranges = [joined.found(facts)[0] for joined in self._joined]
        return known + sum(low for low, _ in ranges), known + sum(high for _, high in ranges)

    def group(self, at: int, facts: int, known: Points) -> Points:
        """What one group can give; `known` where it asks for no event."""
        joined = self._open.get(at)
        return known if joined is None else joined.found(facts)[1][at]


class _Open:
    """Groups whose events are not known."""

    def __init__(self, asked: Asked, reach: Reach, joined: Joined, places: dict[str, int]) -> None:
        self._asked, self._reach, self._groups = asked, reach, joined
        self.places = places
        self._known: dict[int, tuple[Points, dict[int, Points]]] = {}
        self._mask = sum(
            ((1 << len(asked.tests[of])) - 1) << asked.shifts[of]
            for of in {of for part in joined.parts for of in part.dimensions}
            if of[0] == "property"
        )

    def found(self, facts: int) -> tuple[Points, dict[int, Points]]:
        """What the groups can give together, and each of them, by its place."""
        key = facts & self._mask
        if key not in self._known:
            if len(self._known) >= MOST:
                self._known.clear()
            try:
                self._known[key] = self._exact(key)
            except TooMuchWork:
                self._known[key] = self._widest()
        return self._known[key]

    def _exact(self, facts: int) -> tuple[Points, dict[int, Points]]:
        reach, joined, work = self._reach, self._groups, Work(MOST_STATES)
        cells = reach.cells(joined)
        choices = {of: all_ if of[0] == "event" else (self._asked.cell(of, facts),) for of, all_ in cells.items()}
        together, each = None, dict[int, Points]()
        for picked in reach.combinations(joined, choices, work):
            whole = NOTHING
            for part in joined.parts:
                sums, at = reach.sums(part, {**choices, **picked}, work), self.places[part.group.key]
                low, high = each.get(at, (sums.low, sums.highest))
                each[at] = (min(low, sums.low), max(high, sums.highest))
                whole = added(whole, sums, work)
            together = united(together, whole, work)
        assert together is not None
        return (together.low, together.highest), each

    def _widest(self) -> tuple[Points, dict[int, Points]]:
        """By the groups' bounds alone, which is true, if not as narrow as it could be."""
        each = {self.places[part.group.key]: _bounds(part.group) for part in self._groups.parts}
        return (sum(low for low, _ in each.values()), sum(high for _, high in each.values())), each


def _bounds(group: Group) -> Points:
    return min(group.lowest, group.highest), max(group.lowest, group.highest)
