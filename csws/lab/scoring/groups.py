"""The points of one group, for each different set of facts that its rules ask about. Knows no total."""

from __future__ import annotations

from csws.kinds.health_scores.bands import group_points
from csws.kinds.health_scores.score import Group
from csws.lab.scoring.facts import Asked

Points = tuple[int, int]  # the least and the most, which differ only where events are not known
Given = tuple[int, int, int]  # the sum of the rules that fired, what the group gives, and the rules as bits
MOST = 4096  # sets of facts that are remembered


class GroupPoints(dict[int, Given]):
    """By the facts in `mask`. The bits of its rules begin at `first`."""

    def __init__(self, group: Group, rules: list[tuple[int, int]], first: int) -> None:
        """`rules` are the facts that each needs, and its points."""
        super().__init__()
        self._group, self._rules, self._first = group, rules, first
        self.mask = 0
        for mask, _ in rules:
            self.mask |= mask

    @classmethod
    def of_score(cls, asked: Asked) -> tuple[GroupPoints, ...]:
        """The groups of a score, in its order."""
        made, first = [], 0
        for group, needs in zip(asked.score.groups, asked.needs, strict=True):
            made.append(cls(group, [(asked.mask(need), need.rule.points) for need in needs], first))
            first += len(needs)
        return tuple(made)

    def __missing__(self, facts: int) -> Given:
        points, fired = 0, 0
        for at, (mask, worth) in enumerate(self._rules, self._first):
            if facts & mask == mask:
                points += worth
                fired |= 1 << at
        if len(self) >= MOST:
            self.clear()
        self[facts] = found = (points, group_points(self._group, points), fired)
        return found
