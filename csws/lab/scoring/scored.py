"""All records under one score, counted: totals, bands, rules that fired, columns without values. Keeps no record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from csws.kinds.health_scores.bands import Band
from csws.lab.scoring.engine import Engine
from csws.lab.scoring.outcome import Points
from csws.model.frozen import frozen
from csws.records.records import Records


@frozen
class Scored:
    """`totals` counts records by the least and the most that their total can be, which differ only where events are
    not known; `bands` has None for those whose band is not known. `fired` counts for each rule, group by group in the
    score's order, the records for which it fired; `empty` for each property those without a value. `marked` are
    those of which a cell could not be read. `given` counts for each group what it gave."""

    records: int
    marked: int
    totals: Mapping[Points, int]
    bands: Mapping[Band | None, int]
    fired: tuple[int, ...]
    given: Mapping[str, Mapping[Points, int]]
    empty: Mapping[str, int]


class Counts:
    """Adds up what records have in common. Facts and their numbers may come in any order and any parts."""

    def __init__(self, engine: Engine, score: int = 0) -> None:
        self._engine, self._score = engine, score
        asked = engine.question.scores[score]
        self._fired = [0] * sum(len(group.rules) for group in asked.groups)
        self._totals: Counter[Points] = Counter()
        self._bands: Counter[Band | None] = Counter()
        self._given: dict[str, Counter[Points]] = {group.key: Counter() for group in asked.groups}
        self._empty: Counter[str] = Counter(dict.fromkeys(engine.facts.of_score(score), 0))
        self._records = self._marked = 0

    def add(self, facts: int, records: int) -> None:
        """So many records with these facts."""
        outcome = self._engine.outcome(facts, self._score)
        self._records += records
        self._marked += records if outcome.is_marked else 0
        self._totals[outcome.total] += records
        self._bands[outcome.band] += records
        for group in outcome.groups:
            self._given[group.key][group.given] += records
        for at in range(len(self._fired)):
            self._fired[at] += records if outcome.fired >> at & 1 else 0
        for name in self._empty:
            self._empty[name] += records if facts & self._engine.facts.empty[name] else 0

    def found(self) -> Scored:
        return Scored(
            records=self._records,
            marked=self._marked,
            totals=dict(sorted(self._totals.items())),
            bands=dict(self._bands),
            fired=tuple(self._fired),
            given={key: dict(sorted(given.items())) for key, given in self._given.items()},
            empty=dict(self._empty),
        )


def scored(engine: Engine, records: Records, score: int = 0) -> Scored:
    """All records under one of the engine's scores. Raises RecordsUnreadable."""
    counts = Counts(engine, score)
    for part in engine.counted(records):
        for facts, number in part.items():
            counts.add(facts, number)
    return counts.found()
