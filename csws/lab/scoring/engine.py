"""Scores put to records: which facts hold for each, and what that gives. Knows no file format and no output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from itertools import islice
from typing import Any

from csws.kinds.health_scores.score import Score
from csws.lab.scoring.activity import Activity, ActivityFiles
from csws.lab.scoring.compiling import Judge, judge_of
from csws.lab.scoring.facts import Facts, facts_of
from csws.lab.scoring.outcome import Outcome, Outcomes
from csws.lab.scoring.reading import reading_of
from csws.model.catalog import Property
from csws.model.frozen import frozen
from csws.records.misfits import Misfits
from csws.records.records import Records, Table
from csws.records.values import Days

MOST_FACTS = 10_000  # different facts that are counted at a time
BATCH = 1_000

Row = list[str]


@frozen
class Question:
    """What is asked of the records. Several `scores` are asked in one pass. `as_of` is a calendar day in `zone`, the
    account's. `properties` are those of the catalogue, by name, as far as there are. Without `activity`, events are
    not known, and a score is a range."""

    scores: tuple[Score, ...]
    as_of: date
    zone: tzinfo
    properties: Mapping[str, Property]
    activity: ActivityFiles | None = None


class Engine:
    """Answers one question for any records. Activity is read when it is made."""

    def __init__(self, question: Question, misfits: Misfits) -> None:
        """`misfits` gets what does not fit in cells and in activity. Raises RecordsUnreadable."""
        self.question = question
        self.facts: Facts = facts_of(question.scores)
        days, today = Days(question.zone), question.as_of.toordinal()
        self._readings = {
            name: reading_of(name, self.facts, question.properties.get(name), today, days) for name in self.facts.empty
        }
        self._activity = None
        if question.activity is not None and self.facts.events():
            self._activity = Activity(question.activity, self.facts, question.as_of, days, misfits)
        self.outcomes = tuple(Outcomes(asked, question.activity is not None) for asked in self.facts.asked)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The properties that the rules compare: the columns that records need."""
        return tuple(self.facts.empty)

    def counted(self, records: Records) -> Iterator[Mapping[int, int]]:
        """How many records there are with each facts, in as few parts as fit in memory: usually one. Raises
        RecordsUnreadable."""
        counts = Counter[int]()
        for table, rows in records.tables():
            judge = self._judge(table)
            for row in rows:
                counts[judge(row)] += 1
                counts.update(map(judge, islice(rows, BATCH)))  # a loop in C: a third of the time is saved
                if len(counts) > MOST_FACTS:
                    yield counts
                    counts = Counter()
        yield counts

    def each(self, records: Records, also: Sequence[str] = ()) -> Iterator[tuple[str, int, tuple[str, ...]]]:
        """Every record's id, its facts, and its cells in the columns `also`, which have to be among the headings that
        are wanted; a column that is not there is empty. Raises RecordsUnreadable."""
        for table, rows in records.tables():
            judge, id_at, pick = self._judge(table), table.layout.id_at, _picked(table, also)
            for row in rows:
                yield row[id_at], judge(row), pick(row)

    def outcome(self, facts: int, score: int = 0) -> Outcome:
        """Everything about what one of the scores gives to a record with these facts."""
        return self.outcomes[score].of(facts)

    def empty(self, facts: int) -> tuple[str, ...]:
        """The properties that have no value, or none that can be read."""
        return tuple(name for name, bit in self.facts.empty.items() if facts & bit)

    def _judge(self, table: Table) -> Judge:
        """What holds for a row. Cells that cannot be read are counted at once, while the table knows their line."""
        judge = judge_of(self._readings, table.layout, lambda row, facts: self._noted(table, row, facts))
        if self._activity is None:
            return judge
        events, id_at = self._activity.facts_of, table.layout.id_at
        return lambda row: judge(row) | events(row[id_at])

    def _noted(self, table: Table, row: Row, facts: int) -> int:
        for name, at in table.layout.at.items():
            reading = self._readings.get(name)
            misfit = reading.misfit(row[at]) if reading is not None else None
            if misfit is not None:
                table.note(misfit, name, row, row[at])
        return facts


def _picked(table: Table, names: Sequence[str]) -> Callable[[Any], tuple[str, ...]]:
    places = [table.layout.at.get(name) for name in names]
    return lambda row: tuple("" if at is None else row[at] for at in places)
