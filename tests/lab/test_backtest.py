"""Who counts as lost, and what a backtest says of bands, deciles and rules."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.score import Score
from csws.lab.backtest import Fate, Sign, deciles, fate_of, findings_of, rule_share
from csws.lab.ids import Ids, id_order
from csws.lab.statistics import histogram

AS_OF = date(2026, 1, 1)
SCORE = Score(
    key="health", name="Health", object="companies", is_published=True, segments=(), healthy=70, at_risk=40, groups=()
)


@pytest.mark.parametrize(
    ("lost_on", "within", "fate"),
    [
        (None, 365, Fate.KEPT),
        (date(2025, 12, 31), 365, Fate.LEFT_OUT),
        (date(2026, 1, 1), 365, Fate.LEFT_OUT),
        (date(2026, 1, 2), 365, Fate.LOST),
        (date(2027, 1, 1), 365, Fate.LOST),
        (date(2027, 1, 2), 365, Fate.KEPT),
        (date(2026, 1, 31), 30, Fate.LOST),
        (date(2026, 2, 1), 30, Fate.KEPT),
        (date.max, 365, Fate.KEPT),
    ],
)
def test_lost_is_after_the_day_and_at_most_so_many_days_later(lost_on, within, fate):
    assert fate_of(lost_on, AS_OF, within) is fate


def test_bands_have_their_rate_and_their_lift():
    lost = [10] * 30 + [39] * 6 + [40] * 3 + [100]
    kept = [0] * 14 + [69] * 67 + [70] * 39 + [99] * 40
    found = findings_of(SCORE, histogram(lost), histogram(kept))
    shares = {band: (one.share.lost, one.share.records) for band, one in found.bands.items()}
    assert shares == {Band.AT_RISK: (36, 50), Band.NEUTRAL: (3, 70), Band.HEALTHY: (1, 80)}
    assert found.base.value == pytest.approx(40 / 200)
    assert [one.lift for one in found.bands.values()] == pytest.approx([0.72 / 0.2, 3 / 70 / 0.2, 1 / 80 / 0.2])
    assert found.concluded


@pytest.mark.parametrize(("lost", "kept", "concluded"), [(20, 20, True), (19, 500, False), (500, 19, False)])
def test_fewer_than_twenty_of_a_class_conclude_nothing(lost, kept, concluded):
    found = findings_of(SCORE, histogram([30] * lost), histogram([60] * kept))
    assert (found.lost, found.kept, found.concluded) == (lost, kept, concluded)
    assert found.auc.value == 1


def test_a_backtest_of_nothing_has_no_figures():
    found = findings_of(SCORE, histogram([]), histogram([]))
    assert (found.base, found.auc, found.best, found.flagged, found.concluded) == (None, None, None, (), False)
    assert {one.lift for one in found.bands.values()} == {None}


def listed(ids):
    found = Ids()
    for one in ids:
        found.add(one)
    return found


@given(st.dictionaries(st.integers(1, 10**12).map(str), st.tuples(st.integers(0, 100), st.booleans()), max_size=60))
def test_deciles_are_tenths_by_points_and_then_by_id(records):
    ids = [listed(key for key, (points, _) in records.items() if points == one) for one in range(101)]
    gone = {key for key, (_, is_lost) in records.items() if is_lost}
    ranked = sorted(records, key=lambda key: (records[key][0], int(key)))
    found = deciles(ids, gone)
    for place, decile in enumerate(found):
        part = ranked[place * len(ranked) // 10 : (place + 1) * len(ranked) // 10]
        assert (decile.number, decile.share.records) == (place + 1, len(part))
        assert decile.share.lost == len(gone.intersection(part))
        assert (decile.low, decile.high) == ((records[part[0]][0], records[part[-1]][0]) if part else (None, None))


def test_equal_points_are_parted_by_id_whatever_the_order_of_the_file():
    ids = [str(number) for number in range(1, 21)]
    random.Random(1).shuffle(ids)
    found = deciles([listed([]), listed(ids)], {"1", "2", "10"})
    assert [decile.share.lost for decile in found] == [2, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def test_numbers_are_before_other_ids():
    ids = ["b", "10", "9", "0", "A", "٣", "007", str(10**17), str(10**18)]
    assert sorted(ids, key=id_order) == ["0", "9", "10", str(10**17), "007", str(10**18), "A", "b", "٣"]
    assert list(listed(ids)) == sorted(ids, key=id_order)
    assert len(listed(ids)) == len(ids)


@pytest.mark.parametrize(
    ("points", "fired", "silent", "sign"),
    [
        (25, (5, 100), (40, 100), Sign.AGREES),
        (25, (40, 100), (5, 100), Sign.CONTRADICTS),
        (-25, (40, 100), (5, 100), Sign.AGREES),
        (-25, (5, 100), (40, 100), Sign.CONTRADICTS),
        (25, (10, 100), (12, 100), Sign.UNCLEAR),
        (25, (10, 100), (0, 0), Sign.UNCLEAR),
        (25, (0, 0), (10, 100), Sign.UNCLEAR),
    ],
)
def test_a_rule_should_fire_for_those_who_stay_if_it_adds_points(points, fired, silent, sign):
    assert rule_share(points, fired, silent).sign is sign
