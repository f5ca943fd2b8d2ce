"""What a score gives to a record with certain facts: points by group, the total, the band. Knows no cell."""

from __future__ import annotations

from csws.kinds.health_scores.bands import Band, band_of, group_points, has_bounds, held
from csws.kinds.health_scores.compiled import Dimension
from csws.kinds.health_scores.reach import Reach
from csws.kinds.health_scores.score import HIGHEST, Group
from csws.kinds.health_scores.sums import NOTHING, added, united
from csws.kinds.health_scores.work import MOST_STATES, TooMuchWork, Work
from csws.lab.scoring.facts import MARKED, Asked
from csws.model.frozen import frozen

Points = tuple[int, int]  # the least and the most, which differ only where events are not known


@frozen
class GroupOutcome:
    """`sum` is what the rules that fired give together, those with events left out where events are not known; `given`
    is what the group gives within its bounds."""

    key: str
    sum: int
    given: Points


@frozen
class Outcome:
    """`fired` has a bit for each rule of the score, group by group in its order. `band` is None where the total may
    lie in different bands, or where the score has no bounds."""

    groups: tuple[GroupOutcome, ...]
    total: Points
    band: Band | None
    fired: int
    is_marked: bool

    @property
    def is_exact(self) -> bool:
        return self.total[0] == self.total[1]


class Outcomes:
    """The outcomes of one score. Where events are not known, a group with events is a range."""

    def __init__(self, asked: Asked, are_events_known: bool) -> None:
        self._asked, self._score = asked, asked.score
        self._rules = [[(asked.mask(need), need.rule.points) for need in needs] for needs in asked.needs]
        self._open = {
            at
            for at, needs in enumerate(asked.needs)
            if not are_events_known and any(sort == "event" for need in needs for sort, _ in need.bits)
        }
        self._unknown = {of for of in asked.tests if of[0] == "event"} if self._open else set()
        self._reach = Reach(asked.score) if self._open else None

    def of(self, facts: int) -> Outcome:
        """The outcome for these facts."""
        sums, fired, bit = [], 0, 1
        for rules in self._rules:
            points = 0
            for mask, worth in rules:
                if facts & mask == mask:
                    points += worth
                    fired |= bit
                bit <<= 1
            sums.append(points)
        known = [group_points(group, points) for group, points in zip(self._score.groups, sums, strict=True)]
        given, total = self._ranges(facts, known) if self._open else ([(one, one) for one in known], _total(known))
        return Outcome(
            groups=tuple(
                GroupOutcome(key=group.key, sum=points, given=one)
                for group, points, one in zip(self._score.groups, sums, given, strict=True)
            ),
            total=total,
            band=self._band(total),
            fired=fired,
            is_marked=bool(facts & MARKED),
        )

    def _band(self, total: Points) -> Band | None:
        if not has_bounds(self._score):
            return None
        low, high = (band_of(self._score, points) for points in total)
        return low if low is high else None

    def _ranges(self, facts: int, known: list[int]) -> tuple[list[Points], Points]:
        """What each group and all together can give, whatever events there were."""
        assert self._reach is not None
        try:
            return self._exact_ranges(self._reach, facts)
        except TooMuchWork:
            wide = [
                _bounds(group) if at in self._open else (known[at], known[at])
                for at, group in enumerate(self._score.groups)
            ]
            return wide, (_held(sum(low for low, _ in wide)), _held(sum(high for _, high in wide)))

    def _exact_ranges(self, reach: Reach, facts: int) -> tuple[list[Points], Points]:
        work, every = Work(MOST_STATES), NOTHING
        given: dict[str, Points] = {}
        for joined in reach.joined:
            cells = reach.cells(joined)
            choices = {of: found if of in self._unknown else (self._cell(of, facts),) for of, found in cells.items()}
            together = None
            for picked in reach.combinations(joined, choices, work):
                whole = NOTHING
                for part in joined.parts:
                    sums = reach.sums(part, {**choices, **picked}, work)
                    low, high = given.get(part.group.key, (sums.low, sums.highest))
                    given[part.group.key] = (min(low, sums.low), max(high, sums.highest))
                    whole = added(whole, sums, work)
                together = united(together, whole, work)
            every = added(every, together or NOTHING, work)
        total = every.held(0, HIGHEST)
        return [given[group.key] for group in self._score.groups], (total.low, total.highest)

    def _cell(self, of: Dimension, facts: int) -> int:
        return self._asked.cell(of, facts)


def _total(given: list[int]) -> Points:
    total = _held(sum(given))
    return total, total


def _held(points: int) -> int:
    return held(points, 0, HIGHEST)


def _bounds(group: Group) -> Points:
    return min(group.lowest, group.highest), group.highest
