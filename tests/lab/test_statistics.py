"""Every figure of a backtest against published values, the definition, and resampling."""

from __future__ import annotations

import random
from math import sqrt
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.lab.statistics import Z, auc, best_bound, caught_for_work, difference, histogram, proportion
from tests.lab import direct

POINTS = st.lists(st.integers(0, 100), min_size=2, max_size=25)
NARROW = st.lists(st.sampled_from([0, 1, 50, 99, 100]), min_size=2, max_size=25)  # many of them equal


def rounded(estimate, digits):
    return tuple(round(end, digits) for end in (estimate.value, estimate.low, estimate.high))


@pytest.mark.parametrize(
    ("hits", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_newcombes_table(hits, number, low, high):
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3."""
    assert rounded(proportion(hits, number), 4) == (round(hits / number, 4), low, high)


@given(st.integers(1, 10_000).flatmap(lambda number: st.tuples(st.integers(0, number), st.just(number))))
def test_wilsons_ends_are_where_the_score_test_just_rejects(counts):
    hits, number = counts
    found = proportion(hits, number)
    for end in (found.low, found.high):
        assert abs(found.value - end) == pytest.approx(Z * sqrt(end * (1 - end) / number), abs=1e-9)
    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_newcombes_table(counts, low, high):
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10."""
    assert rounded(difference(*counts), 4)[1:] == (low, high)


def test_the_area_and_its_interval_are_those_published_for_hanleys_readings():
    """109 CT images, rated 1 to 5 (J. A. Hanley, B. J. McNeil, Radiology 143 (1982)). Stata's manual of `roctab` gives
    the area 0.8932 with DeLong's 95 % interval 0.83295 to 0.95339. Here a high rating is a low number of points."""
    normal, diseased = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
    lost = [5 - rating for rating, number in enumerate(diseased, 1) for _ in range(number)]
    kept = [5 - rating for rating, number in enumerate(normal, 1) for _ in range(number)]
    assert rounded(auc(histogram(lost), histogram(kept)), 5) == (0.89317, 0.83295, 0.95339)


@given(st.one_of(POINTS, NARROW), st.one_of(POINTS, NARROW))
def test_the_area_is_the_share_of_pairs_with_the_interval_of_delong(lost, kept):
    found = auc(histogram(lost), histogram(kept))
    assert (found.value, found.low, found.high) == pytest.approx(direct.auc(lost, kept), abs=1e-9)
    assert found.value == pytest.approx(direct.rank_auc(lost, kept), abs=1e-12)


@given(POINTS, POINTS)
def test_the_area_is_turned_round_with_the_classes(lost, kept):
    one, other = auc(histogram(lost), histogram(kept)), auc(histogram(kept), histogram(lost))
    assert one.value == pytest.approx(1 - other.value)
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low))


def test_the_width_of_the_interval_is_that_of_resampling():
    """2,000 resamples: a standard error estimated from B of them has a relative error of about 1/sqrt(2B) = 1.6 %, so
    that 6 % is more than three of these and leaves room for DeLong's own approximation at this size."""
    chance = random.Random(20261126)
    lost = [chance.randint(0, 70) for _ in range(120)]
    kept = [chance.randint(20, 100) for _ in range(280)]
    found = auc(histogram(lost), histogram(kept))
    again = [
        auc(histogram(chance.choices(lost, k=len(lost))), histogram(chance.choices(kept, k=len(kept)))).value
        for _ in range(2000)
    ]
    assert (found.high - found.low) / (2 * Z) == pytest.approx(stdev(again), rel=0.06)


@pytest.mark.parametrize("size", [30, 100])
def test_nineteen_of_twenty_intervals_contain_the_truth(size):
    """Points of the lost are uniform on 0 to 79, those of the kept on 20 to 99, so that the truth can be counted. Of 1,000
    trials 95 % has a standard error of 0.7 %; DeLong's interval covers slightly less in small samples."""
    truth = sum(direct.kernel(one, other) for one in range(80) for other in range(20, 100)) / 80**2
    chance = random.Random(size)
    covered = 0
    for _ in range(1000):
        lost = [chance.randrange(80) for _ in range(size)]
        kept = [chance.randrange(20, 100) for _ in range(size)]
        found = auc(histogram(lost), histogram(kept))
        covered += found.low <= truth <= found.high
    assert 920 <= covered <= 975


@given(st.one_of(POINTS, NARROW), st.one_of(POINTS, NARROW))
def test_the_best_bound_is_the_smallest_with_the_greatest_j(lost, kept):
    found = best_bound(histogram(lost), histogram(kept))
    bound, youden = direct.youden(lost, kept)
    assert (found.bound, found.youden) == (bound, pytest.approx(youden))


def test_records_with_exactly_the_bound_are_not_flagged():
    found = best_bound(histogram([39, 39, 40]), histogram([40, 40, 80]))
    assert (found.bound, found.youden) == (40, pytest.approx(2 / 3))


@given(POINTS, POINTS)
def test_each_bound_tells_its_work_and_what_it_catches(lost, kept):
    rows = caught_for_work(histogram(lost), histogram(kept))
    assert [row.bound for row in rows] == list(range(101))
    for row in rows:
        assert row.lost == sum(one < row.bound for one in lost)
        assert row.records == row.lost + sum(one < row.bound for one in kept)
        assert row.caught == pytest.approx(row.lost / len(lost))
        assert row.work == pytest.approx(row.records / (len(lost) + len(kept)))


NONE = [0] * 101


def test_nothing_is_said_of_no_records():
    some = histogram([3, 4])
    assert proportion(0, 0) is None
    assert difference(0, 0, 1, 2) is None
    assert auc(NONE, some) is None
    assert auc(some, NONE) is None
    assert best_bound(NONE, some) is None
    assert best_bound(some, NONE) is None
    assert caught_for_work(NONE, some) == ()


def test_one_record_of_a_class_gives_an_area_without_an_interval():
    found = auc(histogram([3]), histogram([3, 4]))
    assert (found.value, found.low, found.high) == (0.75, None, None)


def test_a_million_records_are_exact():
    lost, kept = [0] * 101, [0] * 101
    lost[10], lost[60], kept[60], kept[90] = 300_000, 1, 400_000, 299_999
    expected = (300_000 * 699_999 + 0.5 * 400_000 + 299_999) / (300_001 * 699_999)
    assert auc(lost, kept).value == pytest.approx(expected, abs=1e-15)
