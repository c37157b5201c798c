"""The figures on arrays small enough to check by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from matching.evaluation import metrics

close = pytest.approx


def test_ties_share_the_mean_rank_and_the_best_true_record_counts() -> None:
    scores = np.array([5.0, 3.0, 3.0, 3.0, 1.0])
    assert metrics.rank_of(scores, [0]) == 1
    assert metrics.rank_of(scores, [1]) == 3  # second, third or fourth
    assert metrics.rank_of(scores, [4, 2]) == 3
    assert metrics.rank_of(scores, [4], np.array([False, True, True, True, True])) == 4
    assert metrics.rank_of(np.array([1.0, -np.inf, -np.inf]), [2]) == 2.5  # excluded, still listed
    assert metrics.rank_of(np.full(9, -np.inf), [4]) == 5
    with pytest.raises(ValueError, match="empty"):
        metrics.rank_of(scores, [])


def test_figures_of_ranks() -> None:
    ranks = np.array([1.0, 2.0, 2.5, 400.0])
    assert metrics.recall_at(ranks, 2) == 0.5
    assert metrics.mean_reciprocal_rank(ranks) == close((1 + 0.5 + 0.4 + 0.0025) / 4)
    assert metrics.expected_reviews(ranks) == close((1 + 2 + 2.5 + 100) / 4)
    low, high = metrics.interval((ranks <= 2).astype(float))
    assert 0 <= low < 0.5 < high <= 1
    assert math.isnan(metrics.recall_at(np.zeros(0), 1))


def test_the_interval_of_a_ratio_holds_the_ratio() -> None:
    best = np.random.default_rng(1).integers(1, 40, 300).astype(float)
    worse = best + 3
    low, high = metrics.ratio_interval(worse, best, 20)
    assert low < metrics.recall_at(worse, 20) / metrics.recall_at(best, 20) < high


@pytest.mark.parametrize(
    ("same", "different", "expected"),
    [
        ([0.0, 0.0], [0.0, 0.0], 1.0),
        ([1.0, 2.0], [-1.0, -2.0], 0.075929),
        ([3.0, -1.0], [-3.0, 1.0], 1.730437),
    ],
)
def test_t7_cost_of_likelihood_ratios(same: list[float], different: list[float], expected: float) -> None:
    assert metrics.cllr(np.array(same), np.array(different)) == close(expected, abs=1e-6)
    counts = metrics.histogram(np.array(different))
    assert metrics.cllr(np.array(same), metrics.middles(), counts) == close(expected, abs=1e-6)


def test_the_least_cost_knows_only_the_order() -> None:
    same, different = np.array([2.0, 1.0, 0.5, -1.0]), np.array([1.5, -0.5, -2.0, -3.0])
    least = metrics.cllr_min(same, different)
    assert metrics.cllr_min(same * 7 + 1, different * 7 + 1) == close(least)
    assert 0 < least <= metrics.cllr(same, different)
    assert metrics.cllr_min(np.array([1.0]), np.array([0.0])) == close(0.0, abs=1e-9)
    assert metrics.cllr_min(np.array([0.0]), np.array([0.0])) == close(1.0)
    assert metrics.cllr_min(same, np.array([1.5, -2.0]), np.array([1, 3])) == close(
        metrics.cllr_min(same, np.array([1.5, -2.0, -2.0, -2.0]))
    )


def test_isotonic_pools_what_falls() -> None:
    fitted = metrics.isotonic(np.array([0.1, 0.5, 0.3, 0.9]), np.array([1.0, 1.0, 3.0, 1.0]))
    assert fitted == close([0.1, 0.35, 0.35, 0.9])


def test_ratios_that_are_right_cannot_be_bettered() -> None:
    """Scores of two normal distributions whose log ratio is known: the cost is nearly the least one."""
    rng = np.random.default_rng(3)
    d = 2.0  # distance in standard deviations: ln LR = d x - d^2 / 2
    same, different = rng.normal(d, 1, 20_000), rng.normal(0, 1, 20_000)
    same, different = ((d * x - d * d / 2) / np.log(10) for x in (same, different))
    cost = metrics.cllr(same, different)
    assert metrics.cllr_min(same, different) / cost > 0.99
    assert metrics.cllr_min(same, different) / metrics.cllr(same * 3, different * 3) < 0.8
    counts = metrics.histogram(different)
    assert metrics.share_above(counts, 1.0) == close((different > 1.0).mean(), abs=2e-3)
    curves = metrics.tippett(same, counts)
    assert list(curves.same) == sorted(curves.same, reverse=True)
    assert curves.same[12] > 0.75 > 0.25 > curves.different[12]


def test_belief_is_held_against_what_came_true() -> None:
    assert metrics.calibration_error(np.array([0.75] * 4), np.array([1.0, 1.0, 1.0, 0.0])) == close(0.0)
    assert metrics.calibration_error(np.array([1.0, 0.0]), np.array([0.0, 0.0])) == close(0.5)
