"""How many times each line counts: logistic regression of the judgement on the lines, without an offset.

Without an offset a pair of which nothing can be compared stays at 0, and shown lines still add up to the total.  The
weights are drawn toward 1, fitted in folds, and scaled by what the sums of the folds left out are worth: this is the
calibration, a slope on cross-validated sums.  What a fold is measured by was learnt without it: rates, weights, slope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import FloatArray
from matching.engine.compare import LINES
from matching.engine.score import capped_sum
from matching.engine.weights import Rates
from matching.learning.judged import Judged

FOLDS = 5
RIDGE = 20.0
MOST = 2.0  # times a line may count
LEAST_SEEN = 20  # pairs in which a line must have spoken
_ROUNDS = 100
_GROUPS = {line.name: line.group for line in LINES}
Learn = Callable[[NDArray[np.bool_]], tuple[Sequence[Judged], Rates]]
"""All pairs as the rates learnt from some of them weigh them, and these rates."""


def lines_in(pairs: Sequence[Judged]) -> list[str]:
    """The lines that spoke often enough to be weighed."""
    counts = {line.name: sum(line.name in pair.log_lrs for pair in pairs) for line in LINES}
    return [name for name, count in counts.items() if count >= LEAST_SEEN and name != "reporter"]


def matrix(pairs: Sequence[Judged], names: Sequence[str]) -> FloatArray:
    """log10 LR by pair and line, 0 where nothing could be compared."""
    return np.array([[pair.log_lrs.get(name, 0.0) for name in names] for pair in pairs]).reshape(len(pairs), len(names))


def balanced(same: FloatArray, weights: FloatArray) -> FloatArray:
    """Weights under which either judgement counts the same, so that log odds are log likelihood ratios."""
    out = weights.copy()
    for side in (0.0, 1.0):
        mine = same == side
        out[mine] *= len(same) / 2 / max(out[mine].sum(), 1e-9)
    return out


def fit(x: FloatArray, same: FloatArray, weights: FloatArray, ridge: float = RIDGE) -> FloatArray:
    """Weights between 0 and MOST that cost least, drawn toward 1: Newton's method on those that are not at an end."""
    scaled, w = np.log(10) * x, np.ones(x.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ w, -500, 500)))
        slope = scaled.T @ (weights * (chance - same)) + ridge * (w - 1)
        free = ~((w <= 0) & (slope > 0)) & ~((w >= MOST) & (slope < 0))
        if not free.any() or np.abs(slope[free]).max() < 1e-8:
            break
        bend = (scaled.T * (weights * chance * (1 - chance))) @ scaled + ridge * np.eye(len(w))
        step = np.zeros(len(w))
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        w = np.clip(w - np.clip(step, -0.5, 0.5), 0.0, MOST)
    return w


def cross_validated(
    learn: Learn, names: Sequence[str], same: FloatArray, weights: FloatArray, fold: NDArray[np.int64],
    held: Mapping[str, float],
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Weights of all pairs, scaled, and each pair's sum by what the folds it is not in taught, scaled alike.

    held: how many times lines count that were not weighed.
    """
    w = balanced(same, weights)
    left_out, taught = np.empty(len(fold)), []
    for k in range(FOLDS):
        rest = fold != k
        moved, rates = learn(rest)
        x = matrix(moved, names)
        of_fold = fit(x[rest], same[rest], w[rest])
        left_out[~rest] = x[~rest] @ of_fold
        taught.append((moved, rates, of_fold))
    sums = np.empty(len(fold))
    for k, (moved, rates, of_fold) in enumerate(taught):
        mine = np.flatnonzero(fold == k).tolist()
        counted = _scaled(of_fold, _slope(left_out, same, w, fold != k))
        by_line = {**held, **dict(zip(names, counted.tolist(), strict=True))}
        sums[mine] = sums_of([moved[i] for i in mine], by_line, rates)
    everything = np.ones(len(fold), dtype=np.bool_)
    moved, _ = learn(everything)
    return _scaled(fit(matrix(moved, names), same, w), _slope(left_out, same, w, everything)), sums


def folds(pairs: Sequence[Judged]) -> NDArray[np.int64]:
    """The fold of each pair, by its key and not by its place."""
    fold = np.zeros(len(pairs), dtype=np.int64)
    order = sorted(range(len(pairs)), key=lambda i: (crc32(pairs[i].key.encode()), pairs[i].key))
    fold[order] = np.arange(len(pairs)) % FOLDS
    return fold


def _slope(sums: FloatArray, same: FloatArray, weights: FloatArray, of: NDArray[np.bool_]) -> float:
    return float(fit(sums[of, None], same[of], weights[of], ridge=1.0)[0])


def _scaled(weights: FloatArray, slope: float) -> FloatArray:
    return np.clip(slope * weights, 0.0, MOST)


def sums_of(pairs: Sequence[Judged], weights: Mapping[str, float], rates: Rates) -> FloatArray:
    """The sums as reviewers see them: each line so many times, each group under its cap."""
    groups: dict[str, FloatArray] = {"+birth": np.zeros(len(pairs))}
    for name, group in _GROUPS.items():
        part = weights.get(name, 1.0) * np.array([pair.log_lrs.get(name, 0.0) for pair in pairs])
        groups[group] = groups.get(group, np.zeros(len(pairs))) + part
        if name == "birth":
            groups["+birth"] = part
    return capped_sum(groups, rates)
