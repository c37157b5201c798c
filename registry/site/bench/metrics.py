"""Figures of a ranking: recall at k, mean reciprocal rank, expected reviews, with bootstrap intervals.

A tie gets the mean rank of its group.  A hit on either of two reports of one person counts: the better rank is taken.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def rank_of(scores: FloatArray, true: Iterable[int]) -> float:
    """Best rank (1 = first) of the true rows; ties share the mean rank.  Raises ValueError without a true row."""
    ranks = []
    for row in true:
        above = int((scores > scores[row]).sum())
        equal = int((scores == scores[row]).sum())
        ranks.append(above + (equal + 1) / 2)
    return min(ranks)


def recall_at(ranks: FloatArray, k: int) -> float:
    """Share of probes whose true counterpart is among the first k."""
    return float((ranks <= k).mean()) if len(ranks) else float("nan")


def mean_reciprocal_rank(ranks: FloatArray) -> float:
    """Mean of 1 / rank."""
    return float((1 / ranks).mean()) if len(ranks) else float("nan")


def expected_reviews(ranks: FloatArray, k: int) -> float:
    """How many pairs a reviewer opens, on average, until the true one (at most k)."""
    return float(np.minimum(ranks, k).mean()) if len(ranks) else float("nan")


def ratio_interval(
    top: FloatArray, bottom: FloatArray, k: int, *, draws: int = 400, seed: int = 7
) -> tuple[float, float]:
    """95 % bootstrap interval of recall_at(top, k) / recall_at(bottom, k) over the same probes."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(len(top), size=(draws, len(top)))
    ratios = (top[rows] <= k).mean(axis=1) / np.maximum((bottom[rows] <= k).mean(axis=1), 1e-9)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(low), float(high)
