"""How many times each line counts: logistic regression of the judgement on the lines, without an offset.

Without an offset a pair of which nothing can be compared stays at 0, and shown lines still add up to the total.  The
weights are drawn toward 1, fitted in folds, and scaled by what the sums of the folds left out are worth: this is the
calibration, a slope on cross-validated sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

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
    pairs: Sequence[Judged], names: Sequence[str], same: FloatArray, weights: FloatArray, rates: Rates
) -> tuple[FloatArray, FloatArray]:
    """Weights of all pairs, scaled, and each pair's sum by the weights of the folds it is not in, scaled alike."""
    x, w = matrix(pairs, names), balanced(same, weights)
    fold = np.zeros(len(pairs), dtype=np.int64)
    order = np.argsort([pair.key for pair in pairs], kind="stable")
    fold[np.random.default_rng(3).permutation(order)] = np.arange(len(pairs)) % FOLDS
    of_fold = [fit(x[fold != k], same[fold != k], w[fold != k]) for k in range(FOLDS)]
    left_out = np.array([x[i] @ of_fold[k] for i, k in enumerate(fold)])
    slope = float(fit(left_out[:, None], same, w, ridge=1.0)[0])
    sums = np.empty(len(pairs))
    for k in range(FOLDS):
        mine = np.flatnonzero(fold == k).tolist()
        counted = dict(zip(names, slope * of_fold[k], strict=True))
        sums[mine] = sums_of([pairs[i] for i in mine], counted, rates)
    return np.clip(slope * fit(x, same, w), 0.0, MOST), sums


def sums_of(pairs: Sequence[Judged], weights: Mapping[str, float], rates: Rates) -> FloatArray:
    """The sums as reviewers see them: each line so many times, each group under its cap."""
    groups: dict[str, FloatArray] = {"+birth": np.zeros(len(pairs))}
    for name, group in _GROUPS.items():
        part = weights.get(name, 1.0) * np.array([pair.log_lrs.get(name, 0.0) for pair in pairs])
        groups[group] = groups.get(group, np.zeros(len(pairs))) + part
        if name == "birth":
            groups["+birth"] = part
    return capped_sum(groups, rates)
