"""Figures of a ranking by hand, and measurements that pass, fail and inform."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from registry.site.bench import registry
from registry.site.bench.metrics import (
    expected_reviews,
    mean_reciprocal_rank,
    rank_of,
    ratio_interval,
    recall_at,
)
from registry.site.bench.registry import Reading, Setting, measurement, run


def test_the_better_of_two_true_rows_counts() -> None:
    assert rank_of(np.array([3.0, 1.0, 2.0]), [1, 2]) == 2


def test_ties_share_the_mean_rank() -> None:
    assert rank_of(np.array([5.0, 1.0, 1.0, 1.0]), [2]) == 3


def test_a_probe_without_a_true_row_has_no_rank() -> None:
    with pytest.raises(ValueError, match="empty"):
        rank_of(np.array([1.0]), [])


def test_recall_reciprocal_rank_and_reviews() -> None:
    ranks = np.array([1.0, 2.0, 50.0, 1_000.0])
    assert recall_at(ranks, 20) == 0.5
    assert mean_reciprocal_rank(ranks) == pytest.approx((1 + 0.5 + 0.02 + 0.001) / 4)
    assert expected_reviews(ranks, 100) == pytest.approx((1 + 2 + 50 + 100) / 4)


def test_the_interval_of_a_ratio_holds_the_ratio() -> None:
    rng = np.random.default_rng(1)
    best = rng.integers(1, 40, 300).astype(float)
    worse = best + 3
    low, high = ratio_interval(worse, best, 20)
    assert low < recall_at(worse, 20) / recall_at(best, 20) < high


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MEASUREMENTS", {})


@pytest.mark.usefixtures("registered")
def test_a_run_keeps_readings_with_their_verdicts() -> None:
    @measurement("speed")
    def speed(setting: Setting) -> Iterable[Reading]:
        yield Reading("ratio", 81.0, "", 80.0)
        yield Reading("growth", 2.3, "", 2.2, "lower")
        yield Reading("size", setting.reports, "")

    result = run(["speed"], Setting(reports=5))
    assert [r.verdict for r in result.readings["speed"]] == ["pass", "fail", "info"]
    assert [r.name for r in result.failed()] == ["growth"]
    assert result.as_json()["measurements"]["speed"][2]["value"] == 5
    assert "growth" in result.as_table()


@pytest.mark.usefixtures("registered")
def test_measurements_have_one_name_each_and_unknown_ones_are_named() -> None:
    measurement("a")(lambda _setting: [])
    with pytest.raises(ValueError, match="two measurements named a"):
        measurement("a")(lambda _setting: [])
    with pytest.raises(KeyError, match="no measurement named b"):
        run(["b"], Setting())
