"""What happened to each record, counted as the rules of scores ask. Knows no total.

A record with events takes some tens of bytes, however many events there are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from csws.kinds.health_scores.event_cells import counted
from csws.kinds.health_scores.score import EventTest
from csws.lab.scoring.counting import Counter, Matcher, counter_of, event_tests
from csws.lab.scoring.facts import Facts
from csws.model.catalog import EventType, Property
from csws.model.frozen import frozen
from csws.records.headings import headings_of
from csws.records.misfits import MisfitKind, Misfits
from csws.records.numbered import Numbered
from csws.records.records import Records, Table
from csws.records.values import Days

_EVENT, _TIME, _IDS = "event", "time", ("id",)
_MOST = 0xFFFFFFFF


@frozen
class ActivityFiles:
    """Where activity is, and what the catalogue says of events: `id,event,time` and properties."""

    paths: tuple[Path, ...]
    events: Mapping[str, EventType]


class Activity:
    """The facts about events of every record. Reads all files when it is made; raises RecordsUnreadable."""

    def __init__(self, files: ActivityFiles, facts: Facts, as_of: date, days: Days, misfits: Misfits) -> None:
        self._facts, self._today, self._days, self._misfits = facts, as_of.toordinal(), days, misfits
        self._counters = {counter: at for at, counter in enumerate(dict.fromkeys(map(counter_of, event_tests(facts))))}
        self._ids, self._counts = Numbered(), array("I")
        self._known: dict[tuple[int, ...], int] = {}
        self._read(files)
        self.none = self._bits((0,) * len(self._counters))

    def facts_of(self, text: str) -> int:
        """What holds for the record with this id."""
        number = self._ids.find(text)
        if number is None:
            return self.none
        size = len(self._counters)
        counts = tuple(self._counts[number * size : (number + 1) * size])
        if counts not in self._known:
            self._known[counts] = self._bits(counts)
        return self._known[counts]

    def _read(self, files: ActivityFiles) -> None:
        wanted = dict.fromkeys(test.property for counter in self._counters for test in counter.where)
        of_events = [
            item for name in dict.fromkeys(c.event for c in self._counters) for item in _properties(files, name)
        ]
        headings = headings_of(of_events, (_EVENT, _TIME, *wanted), _IDS)
        records = Records(files.paths, headings, self._misfits, required=(_EVENT, _TIME), are_unique=False)
        for table, rows in records.tables():
            matchers = self._matchers(files, table)
            event_at, time_at = table.layout.at[_EVENT], table.layout.at[_TIME]
            for row in rows:
                matcher = matchers.get(row[event_at])
                if matcher is not None:
                    self._take(table, matcher, row, row[time_at])

    def _matchers(self, files: ActivityFiles, table: Table) -> dict[str, Matcher]:
        by_event: dict[str, list[tuple[int, Counter]]] = {}
        for counter, at in self._counters.items():
            by_event.setdefault(counter.event, []).append((at, counter))
        return {
            name: Matcher(counters, files.events.get(name), self._today, self._days, table.layout.at)
            for name, counters in by_event.items()
        }

    def _take(self, table: Table, matcher: Matcher, row: Sequence[str], time: str) -> None:
        day = self._days.day_of(time)
        if day is None:
            table.note(MisfitKind.UNREADABLE_DATE, _TIME, list(row), time)
            return
        numbers, is_marked = matcher.counted(row, self._today - day)
        if is_marked:
            for at, name, reading in matcher.readings:
                misfit = None if at is None else reading.misfit(row[at])
                if at is not None and misfit is not None:
                    table.note(misfit, name, list(row), row[at])
        if numbers:
            self._count(row[table.layout.id_at], numbers)

    def _count(self, identity: str, numbers: Sequence[int]) -> None:
        size, before = len(self._counters), len(self._ids)
        at = self._ids.number(identity)
        if at == before:
            self._counts.extend(bytes(size))
        for number in numbers:
            self._counts[at * size + number] = min(self._counts[at * size + number] + 1, _MOST)

    def _bits(self, counts: tuple[int, ...]) -> int:
        bits = 0
        for one in self._facts.asked:
            for of, tests in one.tests.items():
                events = {test: bit for test, bit in tests.items() if isinstance(test, EventTest)}
                bits |= counted(events, lambda test: counts[self._counters[counter_of(test)]]) << one.shifts[of]
        return bits


def _properties(files: ActivityFiles, event: str) -> Iterable[Property]:
    found = files.events.get(event)
    return found.properties.values() if found else ()
