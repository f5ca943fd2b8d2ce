"""A score made ready to be judged: comparisons are bits, a rule is the bits that it needs, and what the rules compare
(properties and events: *dimensions*) has its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet

from csws.kinds.health_scores.cells import Cells, absent_cell, known_cells
from csws.kinds.health_scores.event_cells import counted_cells, no_events
from csws.kinds.health_scores.score import EventTest, Group, PropertyTest, Rule, Score
from csws.kinds.health_scores.work import MOST_CELLS, TooMuchWork, Work
from csws.model.frozen import frozen

Test = PropertyTest | EventTest
Dimension = tuple[str, str]  # property or event, and its name
Choices = Mapping[Dimension, Collection[int]]  # the cells that a record may be in


def dimension_of(test: Test) -> Dimension:
    return ("property", test.property) if isinstance(test, PropertyTest) else ("event", test.event)


@frozen
class Needs:
    """A rule: the bits that it needs, by dimension."""

    rule: Rule
    bits: Mapping[Dimension, int]

    def allowed(self, cells: Choices) -> dict[Dimension, tuple[int, ...]]:
        """The cells of its dimensions with which it fires."""
        return {of: tuple(cell for cell in cells[of] if cell & bits == bits) for of, bits in self.bits.items()}

    def fires_with(self, cells: Choices) -> bool:
        """Whether it fires for every record in these cells, of those dimensions that it needs."""
        return all(of in cells and all(cell & bits == bits for cell in cells[of]) for of, bits in self.bits.items())


@frozen
class Part:
    """A group. `bits` are those that its rules need, by dimension."""

    group: Group
    needs: tuple[Needs, ...]
    bits: Mapping[Dimension, int]

    @property
    def dimensions(self) -> AbstractSet[Dimension]:
        return self.bits.keys()


@frozen
class Joined:
    """Groups that share dimensions, also by way of a third one. `cells` is None if there are too many to count."""

    parts: tuple[Part, ...]
    shared: tuple[Dimension, ...]
    cells: Mapping[Dimension, tuple[int, ...]] | None


def compiled(score: Score) -> tuple[Joined, ...]:
    """The groups of a score, joined where they share a property or an event."""
    tests: dict[Dimension, dict[Test, int]] = {}
    parts = [_part(group, tests) for group in score.groups]
    return tuple(_joined(list(mine), tests) for mine in _sharing(parts))


def cells_of(dimension: Dimension, tests: Mapping[Test, int], work: Work) -> Cells:
    """All cells of a dimension, without the absence of a property."""
    if dimension[0] == "property":
        return known_cells({test: bit for test, bit in tests.items() if isinstance(test, PropertyTest)}, work)
    return dict(counted_cells({test: bit for test, bit in tests.items() if isinstance(test, EventTest)}, work))


def nothing_known(dimension: Dimension, tests: Mapping[Test, int]) -> int:
    """The cell of a record without the property, or without the event."""
    if dimension[0] == "property":
        return absent_cell({test: bit for test, bit in tests.items() if isinstance(test, PropertyTest)})
    return no_events({test: bit for test, bit in tests.items() if isinstance(test, EventTest)})


def needs_of(rule: Rule, tests: dict[Dimension, dict[Test, int]]) -> Needs:
    """A rule by its bits; `tests` gets those that are new."""
    bits: dict[Dimension, int] = {}
    for test in rule.tests:
        of = dimension_of(test)
        known = tests.setdefault(of, {})
        bits[of] = bits.get(of, 0) | known.setdefault(test, 1 << len(known))
    return Needs(rule=rule, bits=bits)


def _part(group: Group, tests: dict[Dimension, dict[Test, int]]) -> Part:
    needs = tuple(needs_of(rule, tests) for rule in group.rules)
    bits: dict[Dimension, int] = {}
    for need in needs:
        bits |= {of: bits.get(of, 0) | more for of, more in need.bits.items()}
    return Part(group=group, needs=needs, bits=bits)


def _sharing(parts: list[Part]) -> list[list[Part]]:
    found: list[list[Part]] = []
    for part in parts:
        mine = [other for other in found if any(part.dimensions & one.dimensions for one in other)]
        found = [other for other in found if other not in mine]
        found.append([*(one for other in mine for one in other), part])
    return found


def _joined(parts: list[Part], tests: Mapping[Dimension, Mapping[Test, int]]) -> Joined:
    every = dict.fromkeys(of for part in parts for need in part.needs for of in need.bits)
    shared = tuple(of for of in every if sum(of in part.dimensions for part in parts) > 1)
    return Joined(parts=tuple(parts), shared=shared, cells=_cells(every, tests))


def _cells(
    every: Iterable[Dimension], tests: Mapping[Dimension, Mapping[Test, int]]
) -> dict[Dimension, tuple[int, ...]] | None:
    work = Work(MOST_CELLS)
    try:
        return {of: tuple({**cells_of(of, tests[of], work), nothing_known(of, tests[of]): ()}) for of in every}
    except TooMuchWork:
        return None
