"""Figures of rankings and of likelihood ratios: recall, reciprocal rank, reviews, cost of the ratios, calibration.

Decides how they are computed, over plain arrays; not what is compared.  Ties share the mean rank; a hit on any of the
true records counts.  Ratios of millions of non-matches arrive as a histogram, so that memory stays bounded.
Sources: Brümmer & du Preez 2006 (Cllr); Ayer et al. 1955 (pool adjacent violators).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
LEVELS = (1, 5, 10, 20, 50, 100)
REVIEWED = 100  # a reviewer who has not found the true record gives up after as many
STEP = 0.01
EDGE = 20.0  # log10; ratios beyond it count as this
BINS = round(2 * EDGE / STEP) + 1


def rank_of(scores: NDArray[np.floating], true: Sequence[int], counted: NDArray[np.bool_] | None = None) -> float:
    """Best rank (1 = first) of the true rows among the counted ones; ties share the mean rank.

    Rows of -inf are excluded and stand after all others, as they are listed.  Raises ValueError without a true row.
    """
    shown = scores if counted is None else scores[counted]
    ranks = [float((shown > scores[row]).sum() + ((shown == scores[row]).sum() + 1) / 2) for row in true]
    return min(ranks)


def recall_at(ranks: FloatArray, k: int) -> float:
    """Share of probes whose true counterpart is among the first k."""
    return float((ranks <= k).mean()) if len(ranks) else float("nan")


def mean_reciprocal_rank(ranks: FloatArray) -> float:
    """Mean of 1 / rank."""
    return float((1 / ranks).mean()) if len(ranks) else float("nan")


def expected_reviews(ranks: FloatArray, k: int = REVIEWED) -> float:
    """How many pairs a reviewer opens, on average, until the true one; k where it is not among the first k."""
    return float(np.minimum(ranks, k).mean()) if len(ranks) else float("nan")


def interval(values: FloatArray, *, draws: int = 1000, seed: int = 7) -> tuple[float, float]:
    """95 % bootstrap interval of a mean over probes."""
    if not len(values):
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    step = max(1, 4_000_000 // len(values))
    means = np.concatenate([
        values[rng.integers(len(values), size=(min(step, draws - done), len(values)))].mean(axis=1)
        for done in range(0, draws, step)
    ])  # fmt: skip
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def ratio_interval(
    top: FloatArray, bottom: FloatArray, k: int, *, draws: int = 400, seed: int = 7
) -> tuple[float, float]:
    """95 % bootstrap interval of recall_at(top, k) / recall_at(bottom, k) over the same probes."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(len(top), size=(draws, len(top)))
    ratios = (top[rows] <= k).mean(axis=1) / np.maximum((bottom[rows] <= k).mean(axis=1), 1e-9)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(low), float(high)


# -- likelihood ratios


def histogram(log_lrs: NDArray[np.floating]) -> NDArray[np.int64]:
    """Counts of log10 LR in steps of STEP, -inf and all below in the first bin."""
    place = np.clip(np.round((np.clip(log_lrs, -EDGE, EDGE) + EDGE) / STEP), 0, BINS - 1).astype(np.int64)
    return np.bincount(place, minlength=BINS)


def middles() -> FloatArray:
    """log10 LR of every bin."""
    return np.linspace(-EDGE, EDGE, BINS)


def cllr(same: FloatArray, different: FloatArray, weights: NDArray[np.floating | np.integer] | None = None) -> float:
    """Log-likelihood-ratio cost of log10 LRs: 0 perfect, 1 as good as saying nothing; bits."""
    if _nothing(same, different, weights):
        return float("nan")
    loss_same = np.logaddexp(0.0, -np.log(10) * same) / np.log(2)
    loss_different = np.logaddexp(0.0, np.log(10) * different) / np.log(2)
    return float((loss_same.mean() + np.average(loss_different, weights=weights)) / 2)


def cllr_min(
    same: FloatArray, different: FloatArray, weights: NDArray[np.floating | np.integer] | None = None
) -> float:
    """The least cost of any ratios in the same order: how far they separate, whatever their calibration."""
    if _nothing(same, different, weights):
        return float("nan")
    weights = np.ones(len(different)) if weights is None else np.asarray(weights, dtype=np.float64)
    values, place = np.unique(np.concatenate([same, different]), return_inverse=True)
    ones = np.bincount(place[: len(same)], minlength=len(values)) / len(same)
    noughts = np.bincount(place[len(same) :], weights=weights, minlength=len(values)) / weights.sum()
    fitted = isotonic(ones / np.maximum(ones + noughts, 1e-300), ones + noughts)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_same = np.where(ones > 0, -ones * np.log2(fitted), 0.0)
        of_different = np.where(noughts > 0, -noughts * np.log2(1 - fitted), 0.0)
    return float((of_same + of_different).sum() / 2)


def _nothing(same: FloatArray, different: FloatArray, weights: NDArray[np.floating | np.integer] | None) -> bool:
    return not len(same) or not (len(different) if weights is None else weights.sum())


def isotonic(values: FloatArray, weights: FloatArray) -> FloatArray:
    """The nearest sequence that never falls, by weighted squares: pool adjacent violators."""
    pools: list[list[float]] = []  # mean, weight, length
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            mean, mass, length = pools.pop()
            last = pools[-1]
            whole = last[1] + mass
            last[0] = (last[0] * last[1] + mean * mass) / whole if whole > 0 else mean
            last[1], last[2] = whole, last[2] + length
    return np.repeat([p[0] for p in pools], [int(p[2]) for p in pools])


class Tippett(NamedTuple):
    """Shares of ratios above each log10 LR, of the same and of different persons."""

    log_lr: tuple[float, ...]
    same: tuple[float, ...]
    different: tuple[float, ...]


def tippett(same: FloatArray, different: NDArray[np.int64]) -> Tippett:
    """The curves at every half order of magnitude; `different` is a histogram."""
    at = np.arange(-6.0, 6.01, 0.5)
    above = [float((same > x).mean()) if len(same) else float("nan") for x in at]
    return Tippett(tuple(at.tolist()), tuple(above), tuple(share_above(different, float(x)) for x in at))


def share_above(counts: NDArray[np.int64], log_lr: float) -> float:
    """Share of a histogram's ratios above a log10 LR: of non-matches, misleading evidence."""
    return float(counts[middles() > log_lr + STEP / 2].sum() / max(int(counts.sum()), 1))


def calibration_error(said: FloatArray, true: FloatArray, bins: int = 10) -> float:
    """ECE: mean distance between what was believed and how often it was so, by bins of equal width."""
    if not len(said):
        return float("nan")
    place = np.minimum((said * bins).astype(np.int64), bins - 1)
    error = [abs(said[place == b].sum() - true[place == b].sum()) for b in range(bins)]
    return float(sum(error) / len(said))
