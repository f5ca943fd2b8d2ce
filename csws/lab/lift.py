"""What would lift a record most: another value of one property, or other events of one sort. Knows no cell's text."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.compiled import Dimension, cells_of
from csws.kinds.health_scores.score import Rule
from csws.kinds.health_scores.work import MOST_CELLS, TooMuchWork, Work
from csws.lab.scoring.engine import Engine
from csws.lab.scoring.outcome import Outcome
from csws.model.frozen import frozen


@frozen
class Lift:
    """`points` more in total, where these rules begin and end to fire."""

    points: int
    begins: tuple[Rule, ...]
    ends: tuple[Rule, ...]


class Lifts:
    """Finds lifts under one of an engine's scores. A property without a value is never the way up, and events are none
    where they are not known."""

    def __init__(self, engine: Engine, score: int = 0) -> None:
        self._engine, self._score = engine, score
        self._asked = engine.facts.asked[score]
        self._rules = [rule for group in self._asked.score.groups for rule in group.rules]
        self._cells = dict(self._possible(engine.question.activity is not None))

    def of(self, facts: int) -> Lift | None:
        """The greatest lift, of several the one that comes first in the score; None where nothing lifts the total."""
        before = self._engine.outcome(facts, self._score)
        outcomes = [
            self._engine.outcome(self._moved(facts, of, cell), self._score)
            for of, cells in self._cells.items()
            for cell in cells
        ]
        after = max(outcomes, key=lambda one: one.total[0], default=before)
        return self._lift(before, after) if after.total[0] > before.total[0] else None

    def _possible(self, are_events_known: bool) -> Iterator[tuple[Dimension, tuple[int, ...]]]:
        for of, tests in self._asked.tests.items():
            if of[0] == "property" or are_events_known:
                try:
                    yield of, tuple(cells_of(of, tests, Work(MOST_CELLS)))
                except TooMuchWork:  # then it is never the way up
                    continue

    def _moved(self, facts: int, of: Dimension, cell: int) -> int:
        shift, width = self._asked.shifts[of], len(self._asked.tests[of])
        return facts & ~(((1 << width) - 1) << shift) | cell << shift

    def _lift(self, before: Outcome, after: Outcome) -> Lift:
        begins, ends = after.fired & ~before.fired, before.fired & ~after.fired
        return Lift(
            points=after.total[0] - before.total[0],
            begins=tuple(rule for at, rule in enumerate(self._rules) if begins >> at & 1),
            ends=tuple(rule for at, rule in enumerate(self._rules) if ends >> at & 1),
        )
