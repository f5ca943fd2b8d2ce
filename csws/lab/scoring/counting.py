"""Which events the rules of scores count, and which rows of activity are such an event. Knows no record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from csws.kinds.health_scores.compiled import Test
from csws.kinds.health_scores.score import EventTest, PropertyTest
from csws.lab.scoring.facts import MARKED, Facts
from csws.lab.scoring.reading import Reading
from csws.model.catalog import EventType
from csws.model.frozen import frozen
from csws.records.values import Days


@frozen
class Counter:
    """One thing to count: an event that passes `where`, up to some days ago."""

    event: str
    where: frozenset[PropertyTest]
    within_days: int


def counter_of(test: EventTest) -> Counter:
    return Counter(event=test.event, where=frozenset(test.where), within_days=test.within_days)


def event_tests(facts: Facts) -> Iterator[EventTest]:
    """Every rule's count of events."""
    for one in facts.asked:
        for tests in one.tests.values():
            yield from (test for test in tests if isinstance(test, EventTest))


class Matcher:
    """Rows of one event, held against what is counted of it. `at` says where in a row each property is."""

    def __init__(
        self,
        counters: Sequence[tuple[int, Counter]],
        event: EventType | None,
        today: int,
        days: Days,
        at: Mapping[str, int],
    ) -> None:
        """`counters` come with their numbers."""
        tests: dict[str, dict[Test, int]] = {}
        for _, counter in counters:
            for test in counter.where:
                mine = tests.setdefault(test.property, {})
                mine.setdefault(test, 1 << len(mine))
        known = event.properties if event else {}
        self.readings = [
            (at.get(name), name, Reading([(found, 1)], known.get(name), today, days)) for name, found in tests.items()
        ]
        names = list(tests)
        self._needs = [
            (
                number,
                counter.within_days,
                [(names.index(test.property), tests[test.property][test] << 1) for test in counter.where],
            )
            for number, counter in counters
        ]

    def counted(self, row: Sequence[str], ago: int) -> tuple[list[int], bool]:
        """The numbers of the counters that count this row, which happened some days ago, and whether one of its cells
        cannot be read."""
        held = [reading.absent if at is None else reading[row[at]] for at, _, reading in self.readings]
        found = [
            number
            for number, within, needs in self._needs
            if 0 <= ago <= within and all(held[which] & bit for which, bit in needs)
        ]
        return found, any(bits & MARKED for bits in held)
