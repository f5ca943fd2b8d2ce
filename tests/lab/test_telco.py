"""A score made by hand against the customers of a real company."""

from __future__ import annotations

import pytest

from csws.kinds.health_scores.bands import Band
from csws.lab.backtest import findings_of
from csws.lab.statistics import histogram
from tests.lab import direct
from tests.lab.telco import customers, points_of
from tests.lab.test_backtest import SCORE


def test_the_figures_are_those_of_an_independent_computation():
    lost = [points_of(one) for one in customers() if one["churn"] == "Yes"]
    kept = [points_of(one) for one in customers() if one["churn"] == "No"]
    found = findings_of(SCORE, histogram(lost), histogram(kept))
    assert (found.lost, found.kept, found.concluded) == (1869, 5174, True)
    assert found.auc.value == pytest.approx(direct.rank_auc(lost, kept), abs=1e-12)
    assert 0.75 < found.auc.low < found.auc.value < found.auc.high < 0.85
    bound, youden = direct.youden(lost, kept)
    assert (found.best.bound, found.best.youden) == (bound, pytest.approx(youden))
    in_band = {
        Band.AT_RISK: lambda points: points < 40,
        Band.NEUTRAL: lambda points: 40 <= points < 70,
        Band.HEALTHY: lambda points: points >= 70,
    }
    for band, holds in in_band.items():
        gone, stayed = sum(map(holds, lost)), sum(map(holds, kept))
        share = found.bands[band].share
        assert (share.lost, share.records) == (gone, gone + stayed)
        assert found.bands[band].lift == pytest.approx(gone / (gone + stayed) / (1869 / 7043))


def test_the_interval_is_that_of_delong_on_a_part_of_them():
    part = customers()[::10]
    lost = [points_of(one) for one in part if one["churn"] == "Yes"]
    kept = [points_of(one) for one in part if one["churn"] == "No"]
    found = findings_of(SCORE, histogram(lost), histogram(kept)).auc
    assert (found.value, found.low, found.high) == pytest.approx(direct.auc(lost, kept), abs=1e-9)
