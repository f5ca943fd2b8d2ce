"""What a score gives to a record with certain facts: points by group, the total, the band. Knows no cell."""

from __future__ import annotations

from csws.kinds.health_scores.bands import Band, band_of, has_bounds, held
from csws.kinds.health_scores.score import HIGHEST
from csws.lab.scoring.facts import MARKED, Asked
from csws.lab.scoring.groups import GroupPoints, Points
from csws.lab.scoring.ranges import Ranges
from csws.model.frozen import frozen


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
        self._score = asked.score
        self.groups = GroupPoints.of_score(asked)
        is_open = not are_events_known and any(sort == "event" for sort, _ in asked.tests)
        self._ranges = Ranges(asked) if is_open else None
        self._bands = [band_of(asked.score, total) for total in range(HIGHEST + 1)] if has_bounds(asked.score) else []

    def total(self, facts: int) -> Points:
        """The least and the most that the total can be."""
        if self._ranges is not None:
            low, high = self._ranges.total(facts, self.groups)
            return held(low, 0, HIGHEST), held(high, 0, HIGHEST)
        total = 0
        for group in self.groups:
            total += group[facts & group.mask][1]
        total = 0 if total < 0 else min(total, HIGHEST)
        return total, total

    def band(self, total: Points) -> Band | None:
        """The band in which a total lies, if it is one and the score has bounds."""
        low, high = total
        bands = self._bands
        return bands[low] if bands and bands[low] is bands[high] else None

    def group(self, at: int, facts: int) -> tuple[Points, int]:
        """What the group at a place gives, and those of its rules that fired."""
        _, given, fired = self.groups[at][facts & self.groups[at].mask]
        points = (given, given)
        return (points if self._ranges is None else self._ranges.group(at, facts, points)), fired

    def of(self, facts: int) -> Outcome:
        """Everything about a record with these facts."""
        total = self.total(facts)
        found = [self.group(at, facts) for at in range(len(self.groups))]
        return Outcome(
            groups=tuple(
                GroupOutcome(key=group.key, sum=points[facts & points.mask][0], given=given)
                for group, points, (given, _) in zip(self._score.groups, self.groups, found, strict=True)
            ),
            total=total,
            band=self.band(total),
            fired=sum(fired for _, fired in found),
            is_marked=bool(facts & MARKED),
        )
