"""What a score can and cannot do, for the laws about health scores. Each function raises TooMuchWork where that cannot
be found out within the bounds."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from csws.kinds.health_scores.bands import Band, band_of, held, total_of, totals_in
from csws.kinds.health_scores.cells import Sample
from csws.kinds.health_scores.compiled import (
    Choices,
    Dimension,
    Needs,
    Part,
    Test,
    cells_of,
    needs_of,
    nothing_known,
)
from csws.kinds.health_scores.reach import Reach
from csws.kinds.health_scores.score import HIGHEST, Group, Rule, Score
from csws.kinds.health_scores.sums import Sums, added
from csws.kinds.health_scores.work import COMPARED, MOST_CELLS, MOST_STATES, TooMuchWork, Work
from csws.model.frozen import frozen


class Hiding(Enum):
    """What takes away the points of a rule."""

    MAXIMUM = "maximum"  # of its group
    MINIMUM = "minimum"
    BOUNDS = "bounds"  # sometimes the maximum, sometimes the minimum
    TOTAL = "total"  # a total that is held at 0 or at 100


_OF_GROUP = (Hiding.MAXIMUM, Hiding.MINIMUM)


@frozen
class Hidden:
    """A rule without which every record has the same total. `beside` are the rules of its group that fire whenever it
    does, where their points alone reach the bound that hides it."""

    group: Group
    rule: Rule
    hiding: Hiding
    beside: tuple[Rule, ...] = ()


@frozen
class Deciding:
    """A property of which some values fix the band, whatever all others are. `samples` say which values (empty: any),
    and are None where it is no value alone; `or_absent` says whether no value does the same."""

    property: str
    samples: tuple[Sample, ...] | None
    or_absent: bool
    band: Band


@lru_cache(maxsize=4096)
def can_fire(rule: Rule) -> bool:
    """Whether a record can pass all of a rule's tests."""
    tests: dict[Dimension, dict[Test, int]] = {}
    needs = needs_of(rule, tests)
    work = Work(MOST_CELLS)
    every = {of: (*cells_of(of, mine, work), nothing_known(of, mine)) for of, mine in tests.items()}
    return all(needs.allowed(every).values())


def hidden_rules(reach: Reach) -> Iterator[Hidden]:
    """The rules that can fire and make no difference to any record's total."""
    if not reach.is_judged:
        raise TooMuchWork
    work = Work(MOST_STATES)
    for at, joined in enumerate(reach.joined):
        cells = reach.cells(joined)
        for part in joined.parts:
            for needs in part.needs:
                work.count(sum(len(cells[of]) for of in needs.bits))
                choices = {**cells, **needs.allowed(cells)}
                if all(choices[of] for of in needs.bits):
                    hiding = _hiding(reach, at, part, needs, choices, work)
                    if hiding is not None:
                        beside = _beside(part, needs, choices, work) if hiding in _OF_GROUP else ()
                        yield Hidden(group=part.group, rule=needs.rule, hiding=hiding, beside=beside)


def bands_out_of_reach(reach: Reach) -> tuple[Band, ...]:
    """The bands in which no record can be, of those that have a width."""
    in_reach = _bands(reach.score, reach.totals)
    return tuple(band for band in Band if band not in in_reach and totals_in(reach.score, band))


def band_of_unknown(score: Score) -> tuple[int, Band]:
    """The total and the band of a record without any value and any event."""
    tests: dict[Dimension, dict[Test, int]] = {}
    every = {group.key: [needs_of(rule, tests) for rule in group.rules] for group in score.groups}
    cells = {of: (nothing_known(of, mine),) for of, mine in tests.items()}
    sums = {key: sum(one.rule.points for one in needs if one.fires_with(cells)) for key, needs in every.items()}
    total = total_of(score, sums)
    return total, band_of(score, total)


def groups_below_maximum(reach: Reach) -> Iterator[tuple[Group, int]]:
    """The groups with positive points that cannot reach their maximum, and the most that they reach."""
    work = Work(MOST_STATES)
    for joined in reach.joined:
        for part in joined.parts:
            if any(rule.points > 0 for rule in part.group.rules):
                most = reach.sums(part, reach.cells(joined), work).highest
                if most < part.group.highest:
                    yield part.group, most


def deciding_properties(reach: Reach) -> Iterator[Deciding]:
    """The properties that decide the band alone: with one value it is always the same, with another one it is never
    that. One for each property and band."""
    if not reach.is_judged:
        raise TooMuchWork
    work = Work(MOST_STATES)
    for at, joined in enumerate(reach.joined):
        cells = reach.cells(joined)
        for of in (of for of in cells if of[0] == "property"):
            by_cell = {
                cell: _bands(reach.score, added(sums, reach.rests[at], work).held(0, HIGHEST))
                for cell, sums in reach.by_cell(at, of, work).items()
            }
            found = {band: next((cell for cell, bands in by_cell.items() if bands == {band}), None) for band in Band}
            yield from (
                _deciding(reach.score, of, cell, band)
                for band, cell in found.items()
                if cell is not None and any(band not in bands for bands in by_cell.values())
            )


def _bands(score: Score, totals: Sums) -> frozenset[Band]:
    spans = {band: totals_in(score, band) for band in Band}
    return frozenset(band for band, span in spans.items() if totals.any_within(span.start, span.stop))


def _deciding(score: Score, of: Dimension, cell: int, band: Band) -> Deciding:
    tests: dict[Dimension, dict[Test, int]] = {}
    for group in score.groups:
        for rule in group.rules:
            needs_of(rule, tests)
    samples = cells_of(of, tests[of], Work(MOST_CELLS)).get(cell)
    or_absent = nothing_known(of, tests[of]) == cell
    return Deciding(property=of[1], samples=samples, or_absent=or_absent, band=band)


def _hiding(reach: Reach, at: int, part: Part, needs: Needs, choices: Choices, work: Work) -> Hiding | None:
    """What hides a rule from all records for which it fires; None if nothing does. The choices are the cells of those
    records."""
    points = needs.rule.points
    found: set[Hiding] = set()
    for picked in reach.combinations(reach.joined[at], choices, work):
        here = {**choices, **picked}
        rest: Sums | None = None
        for with_it in reach.sums(part, here, work, above=max(points, 0), below=max(-points, 0)):
            work.count(1)
            after, before = (held(sum_, part.group.lowest, part.group.highest) for sum_ in (with_it, with_it - points))
            if after == before:
                found.add(Hiding.MAXIMUM if after == part.group.highest else Hiding.MINIMUM)
                continue
            rest = rest or added(reach.beside(at, part, picked, work), reach.rests[at], work)
            low, high = sorted((after, before))
            if rest.any_within(1 - high, HIGHEST - low):
                return None
            found.add(Hiding.TOTAL)
    if Hiding.TOTAL in found:
        return Hiding.TOTAL
    return found.pop() if len(found) == 1 else Hiding.BOUNDS


def _beside(part: Part, needs: Needs, choices: Choices, work: Work) -> tuple[Rule, ...]:
    found = []
    for other in part.needs:
        work.count(1 + sum(len(choices[of]) for of in other.bits) // COMPARED)
        same_sign = (other.rule.points > 0) == (needs.rule.points > 0)
        if other is not needs and same_sign and other.bits and other.fires_with(choices):
            found.append(other.rule)
    points = sum(rule.points for rule in found)
    enough = points >= part.group.highest if needs.rule.points > 0 else points <= part.group.lowest
    return tuple(found) if enough else ()
