"""The facts that scores ask about a record, each as a bit of one whole number. Knows no cell and no file.

Bit 0 says that a cell could not be read. Then every property has a bit that says that it has no value. Then come, for
each score, the cells of its properties and events side by side, numbered as `kinds/health_scores` numbers them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from csws.kinds.health_scores.compiled import Dimension, Needs, Test, needs_of
from csws.kinds.health_scores.score import Score
from csws.model.frozen import frozen

MARKED = 1


@frozen
class Asked:
    """One score's part of the facts. `needs` has the rules of each group; `shifts` says at which bit a dimension's
    cell begins; `tests` are the comparisons of a dimension with their bits in its cell."""

    score: Score
    needs: tuple[tuple[Needs, ...], ...]
    tests: Mapping[Dimension, Mapping[Test, int]]
    shifts: Mapping[Dimension, int]

    def cell(self, of: Dimension, facts: int) -> int:
        return (facts >> self.shifts[of]) & ((1 << len(self.tests[of])) - 1)

    def mask(self, needs: Needs) -> int:
        """The facts that a rule needs."""
        return sum(bits << self.shifts[of] for of, bits in needs.bits.items())


@frozen
class Facts:
    """What is asked of a record by several scores. `empty` has the bit of each property without a value."""

    asked: tuple[Asked, ...]
    empty: Mapping[str, int]

    def of(self, dimension: Dimension) -> Iterator[Asked]:
        """The scores that ask about a property or an event."""
        return (one for one in self.asked if dimension in one.tests)

    def of_score(self, score: int) -> tuple[str, ...]:
        """The properties that one of the scores compares."""
        return tuple(name for sort, name in self.asked[score].tests if sort == "property")

    def events(self) -> tuple[str, ...]:
        names = (name for one in self.asked for sort, name in one.tests if sort == "event")
        return tuple(dict.fromkeys(names))


def facts_of(scores: Sequence[Score]) -> Facts:
    """The facts for these scores, in their order."""
    drafts = [_drafted(score) for score in scores]
    properties = dict.fromkeys(name for _, tests in drafts for sort, name in tests if sort == "property")
    empty = {name: 2 << at for at, name in enumerate(properties)}
    at, asked = 1 + len(empty), []
    for score, (needs, tests) in zip(scores, drafts, strict=True):
        shifts = {}
        for of, found in tests.items():
            shifts[of] = at
            at += len(found)
        asked.append(Asked(score=score, needs=needs, tests=tests, shifts=shifts))
    return Facts(asked=tuple(asked), empty=empty)


def _drafted(score: Score) -> tuple[tuple[tuple[Needs, ...], ...], dict[Dimension, dict[Test, int]]]:
    tests: dict[Dimension, dict[Test, int]] = {}
    needs = tuple(tuple(needs_of(rule, tests) for rule in group.rules) for group in score.groups)
    return needs, tests
