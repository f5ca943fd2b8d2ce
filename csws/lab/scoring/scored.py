"""All records under one score, counted: totals, bands, rules that fired, columns without values. Keeps no record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from csws.kinds.health_scores.bands import Band
from csws.lab.scoring.engine import Engine
from csws.lab.scoring.facts import MARKED
from csws.lab.scoring.groups import Points
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
        self._outcomes, self._score = engine.outcomes[score], engine.question.scores[score]
        self._empty = {name: engine.facts.empty[name] for name in engine.facts.of_score(score)}
        self._totals: dict[Points, int] = defaultdict(int)
        self._given: list[dict[Points, int]] = [defaultdict(int) for _ in self._score.groups]
        self._fired = [0] * sum(len(group.rules) for group in self._score.groups)
        self._without = dict.fromkeys(self._empty, 0)
        self._marked = 0

    def add(self, counts: Mapping[int, int]) -> None:
        """So many records with each facts. What groups have in common is looked at once."""
        parts: list[dict[int, int]] = [defaultdict(int) for _ in self._outcomes.groups]
        masks = [(group.mask, part) for group, part in zip(self._outcomes.groups, parts, strict=True)]
        totals, total = self._totals, self._outcomes.total
        gaps, every = defaultdict[int, int](int), MARKED | sum(self._empty.values())
        for facts, records in counts.items():
            totals[total(facts)] += records
            gaps[facts & every] += records
            for mask, part in masks:
                part[facts & mask] += records
        for at, part in enumerate(parts):
            self._add_group(at, part)
        for found, records in gaps.items():
            self._marked += records if found & MARKED else 0
            for name, bit in self._empty.items():
                self._without[name] += records if found & bit else 0

    def _add_group(self, at: int, counts: Mapping[int, int]) -> None:
        for facts, records in counts.items():
            given, fired = self._outcomes.group(at, facts)
            self._given[at][given] += records
            while fired:
                self._fired[fired.bit_length() - 1] += records
                fired ^= 1 << (fired.bit_length() - 1)

    def found(self) -> Scored:
        bands: dict[Band | None, int] = defaultdict(int)
        for total, records in self._totals.items():
            bands[self._outcomes.band(total)] += records
        return Scored(
            records=sum(self._totals.values()),
            marked=self._marked,
            totals=dict(sorted(self._totals.items())),
            bands=dict(bands),
            fired=tuple(self._fired),
            given={
                group.key: dict(sorted(given.items()))
                for group, given in zip(self._score.groups, self._given, strict=True)
            },
            empty=dict(self._without),
        )


def scored(engine: Engine, records: Records, score: int = 0) -> Scored:
    """All records under one of the engine's scores. Raises RecordsUnreadable."""
    counts = Counts(engine, score)
    for part in engine.counted(records):
        counts.add(part)
    return counts.found()
