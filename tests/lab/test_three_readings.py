"""Random scores on random records: the engine, a reading by hand, and DuckDB agree on every rule, group and total."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from csws.lab.scoring.explained import explained
from csws.lab.scoring.scored import scored
from tests.effort import tries
from tests.kinds.health_scores.scores import SCORES
from tests.lab import by_hand, in_duckdb
from tests.lab.made import RECORDS, SORTS, engine_for, write


def fired_of(score, outcome) -> list[list[bool]]:
    out, at = [], 0
    for group in score.groups:
        out.append([bool(outcome.fired >> (at + place) & 1) for place in range(len(group.rules))])
        at += len(group.rules)
    return out


def outcomes(folder, *scores, with_activity=True):
    engine, records, _ = engine_for(folder, *scores, with_activity=with_activity)
    return {
        identity: [engine.outcome(facts, at) for at in range(len(scores))]
        for identity, facts, _ in engine.each(records)
    }


@tries(150, 5_000)
@given(SCORES, RECORDS)
def test_engine_and_hand_agree(score, people):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), people)
        found = outcomes(Path(folder), score)
    assert list(found) == [str(100 + at) for at in range(len(people))]
    for (outcome,), (cells, events) in zip(found.values(), people, strict=True):
        expected = by_hand.result(score, cells, events, SORTS)
        assert fired_of(score, outcome) == expected.fired
        assert [group.sum for group in outcome.groups] == expected.sums
        assert [group.given for group in outcome.groups] == [(points, points) for points in expected.given]
        assert outcome.total == (expected.total, expected.total)
        assert outcome.band.value == expected.band


@tries(40, 2_000)
@given(SCORES, RECORDS)
def test_duckdb_agrees(score, people):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), people)
        found = outcomes(Path(folder), score)
        rows = in_duckdb.results(score, Path(folder), SORTS)
    assert [row.id for row in rows] == list(found)
    for (outcome,), row in zip(found.values(), rows, strict=True):
        assert fired_of(score, outcome) == row.fired
        assert [group.given[0] for group in outcome.groups] == row.given
        assert outcome.total == (row.total, row.total)


@tries(100, 3_000)
@given(SCORES, RECORDS)
def test_points_lie_within_the_bounds_and_explanations_sum_to_the_total(score, people):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), people)
        found = outcomes(Path(folder), score)
    for (outcome,) in found.values():
        why = explained(score, outcome)
        for group in why.groups:
            points = sum(rule.points for rule in group.fired) + group.cut
            assert (points, points) == group.outcome.given
            assert group.group.lowest <= points <= group.group.highest
        total = sum(group.outcome.given[0] for group in why.groups) + why.cut
        assert outcome.total == (total, total)
        assert 0 <= total <= 100


@tries(60, 2_000)
@given(SCORES, RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_rules_and_groups_never_matters(score, people, random):
    groups = [replace(group, rules=tuple(random.sample(group.rules, len(group.rules)))) for group in score.groups]
    other = replace(score, groups=tuple(random.sample(groups, len(groups))))
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), people)
        together = outcomes(Path(folder), score, other)
        for identity, (one, two) in together.items():
            assert one.total == two.total
            assert {group.key: group.given for group in one.groups} == {group.key: group.given for group in two.groups}
            assert [one] == outcomes(Path(folder), score)[identity]


@tries(60, 2_000)
@given(SCORES, RECORDS)
def test_counts_are_what_the_records_are_one_by_one(score, people):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), people)
        found = [outcome for (outcome,) in outcomes(Path(folder), score).values()]
        engine, records, _ = engine_for(Path(folder), score)
        counts = scored(engine, records)
    assert counts.records == len(people)
    assert counts.marked == sum(outcome.is_marked for outcome in found)
    assert counts.totals == {total: [o.total for o in found].count(total) for total in {o.total for o in found}}
    assert dict(counts.bands.items()) == {band: [o.band for o in found].count(band) for band in {o.band for o in found}}
    rules = sum(len(group.rules) for group in score.groups)
    assert counts.fired == tuple(sum(o.fired >> at & 1 for o in found) for at in range(rules))
    for at, group in enumerate(score.groups):
        given = [o.groups[at].given for o in found]
        assert counts.given[group.key] == {one: given.count(one) for one in set(given)}


@tries(60, 2_000)
@given(SCORES, RECORDS)
def test_without_activity_the_range_holds_what_any_activity_gives(score, people):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), people)
        known, ranges = outcomes(Path(folder), score), outcomes(Path(folder), score, with_activity=False)
    for identity, (outcome,) in known.items():
        (wide,) = ranges[identity]
        assert wide.total[0] <= outcome.total[0] <= wide.total[1]
        for one, other in zip(outcome.groups, wide.groups, strict=True):
            assert other.given[0] <= one.given[0] <= other.given[1]
        if wide.band is not None:
            assert outcome.band is wide.band
