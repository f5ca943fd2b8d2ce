"""The few records on which a score is best tested: nearest to its bounds, and where a group is at its maximum. Reads each
record once and keeps none but these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.kinds.health_scores.bands import has_bounds
from csws.kinds.health_scores.score import Score
from csws.lab.ids import id_order
from csws.lab.named import Smallest
from csws.lab.scoring.engine import MOST_FACTS, Engine
from csws.lab.scoring.outcome import Outcome
from csws.model.score_tests import MOST_TESTS, ScoreTest
from csws.records.records import Records

Ranks = Mapping[str, int]  # what a record can test, by path, and how well: the smallest rank is the best


class Testing:
    """One pass over records, under the engine's first score. Records whose points are not certain test nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._score = engine, engine.question.scores[0]
        self._bounds = dict(_bounds(self._score))
        groups = sorted(self._score.groups, key=lambda group: -group.highest)
        self._highest = {f"groups.{group.key}": group.highest for group in groups if group.highest}
        self._best: dict[str, Smallest[ScoreTest]] = {
            path: Smallest(MOST_TESTS) for path in (*self._bounds, *self._highest)
        }
        self._ranks: dict[int, Ranks] = {}

    def take(self, records: Records) -> None:
        """Takes every record. Raises RecordsUnreadable."""
        for identity, facts, _ in self._engine.each(records):
            ranks = self._ranks.get(facts)
            if ranks is None:
                ranks = self._ranked(facts)
            for path, rank in ranks.items():
                key = (rank, id_order(identity))
                if self._best[path].takes(key):
                    self._best[path].add(key, self._test(identity, facts, path))

    def found(self) -> tuple[ScoreTest, ...]:
        """One record for each thing to test, then a second one for each, and so on; no record twice."""
        waiting = [list(best.found()) for best in self._best.values()]
        chosen: dict[str, ScoreTest] = {}
        while any(waiting) and len(chosen) < MOST_TESTS:
            for tests in waiting:
                fresh = next((test for test in tests if test.id not in chosen), None)
                tests[:] = tests[tests.index(fresh) + 1 :] if fresh else []
                if fresh and len(chosen) < MOST_TESTS:
                    chosen[fresh.id] = fresh
        return tuple(chosen.values())

    def _ranked(self, facts: int) -> Ranks:
        if len(self._ranks) >= MOST_FACTS:
            self._ranks.clear()
        outcome = self._engine.outcome(facts)
        certain = outcome.is_exact and outcome.band is not None and not outcome.is_marked
        ranks = self._ranks[facts] = dict(self._of(outcome)) if certain else {}
        return ranks

    def _of(self, outcome: Outcome) -> Iterator[tuple[str, int]]:
        """A bound is tested best just below and above it, a maximum where rules give more."""
        for path, bound in self._bounds.items():
            yield path, abs(outcome.total[0] - bound)
        for group in outcome.groups:
            path = f"groups.{group.key}"
            highest = self._highest.get(path)
            if highest is not None and group.given == (highest, highest):
                yield path, 0 if group.sum > highest else 1

    def _test(self, identity: str, facts: int, path: str) -> ScoreTest:
        outcome = self._engine.outcome(facts)
        assert outcome.band is not None  # else the record would have no rank
        return ScoreTest(id=identity, points=outcome.total[0], band=outcome.band.value, at=path)


def _bounds(score: Score) -> Iterator[tuple[str, int]]:
    if has_bounds(score):
        assert score.healthy is not None
        yield "bands.healthy", score.healthy
        if score.at_risk:
            yield "bands.at_risk", score.at_risk
