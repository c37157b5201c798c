"""Figures of a ranking beside those of another: the ratio of two recalls with its interval.

The figures of one ranking are those of `manage.py evaluate_matching`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.evaluation.metrics import expected_reviews, mean_reciprocal_rank, rank_of, recall_at

FloatArray = NDArray[np.float64]

__all__ = ["expected_reviews", "mean_reciprocal_rank", "rank_of", "ratio_interval", "recall_at"]


def ratio_interval(
    top: FloatArray, bottom: FloatArray, k: int, *, draws: int = 400, seed: int = 7
) -> tuple[float, float]:
    """95 % bootstrap interval of recall_at(top, k) / recall_at(bottom, k) over the same probes."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(len(top), size=(draws, len(top)))
    ratios = (top[rows] <= k).mean(axis=1) / np.maximum((bottom[rows] <= k).mean(axis=1), 1e-9)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(low), float(high)
