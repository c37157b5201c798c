"""New rates from pairs that a primary identifier established, beside what the table assumed.

Levels of which one is true: Dirichlet-multinomial; a rate that stands alone: beta-binomial; both with a prior of
STRENGTH pseudo-observations.  Bias and spread of a measure: normal-inverse-gamma with PSEUDO of them.  Pairs that were
confirmed by anything less are left out, since the score itself chose them; u is not learnt, for rejected pairs are
near-misses and no random ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from matching.engine.changes import SHARES, Changes
from matching.engine.columns import FloatArray
from matching.engine.sights import Sight
from matching.engine.weights import Rates

STRENGTH, PSEUDO = 50.0, 20.0
_LEAST_SD = {"stature": 1.0, "lag": 0.2}
_DIGITS = 6
_BOUND = 1e-4  # no rate becomes 0 or 1
_HEIGHT = ("stature/bias_m", "stature/bias_f")
Seen = list[tuple[Sight, float]]


def estimate(seen: Iterable[tuple[Sight, float]], rates: Rates) -> Changes:
    """What the sights of confirmed pairs, each with its weight, make of the rates they bear on."""
    by_rate: dict[str, Seen] = defaultdict(list)
    for sight, weight in seen:
        by_rate[sight.rate].append((sight, weight))
    changes: dict[str, float] = {}
    for line, levels in SHARES:
        counts = np.array([_count(by_rate.pop(f"{line}/{level}", [])) for level in levels])
        if counts.sum() > 0:
            first = np.array([rates.m(line, level) for level in levels])
            changes |= dict(zip((f"{line}/{level}" for level in levels), _dirichlet(first, counts), strict=True))
    changes |= _heights({rate: by_rate.pop(rate, []) for rate in _HEIGHT}, rates)
    for rate, mine in by_rate.items():
        line, _, level = rate.partition("/")
        if line == "lag_mean":
            changes |= _lag(level, mine, rates)
        else:
            came = _count([(sight, weight) for sight, weight in mine if sight.seen])
            alone = (STRENGTH * rates.m(line, level) + came) / (STRENGTH + _count(mine))
            changes[rate] = round(float(np.clip(alone, _BOUND, 1 - _BOUND)), _DIGITS)
    return Changes(changes)


def _count(seen: Seen) -> float:
    return sum(weight for _, weight in seen)


def _dirichlet(first: FloatArray, counts: FloatArray) -> list[float]:
    """Posterior means, rounded so that they still add up to 1."""
    means = np.maximum((STRENGTH * first / first.sum() + counts) / (STRENGTH + counts.sum()), _BOUND)
    out = [round(float(x), _DIGITS) for x in means / means.sum()]
    out[int(np.argmax(out))] = round(out[int(np.argmax(out))] + 1 - sum(out), _DIGITS)
    return out


def _normal(x: FloatArray, weights: FloatArray, mean: float, variance: float) -> tuple[float, float]:
    """Posterior mean and variance of a normal with PSEUDO pseudo-observations of the first guess."""
    n = float(weights.sum())
    own = float((weights * x).sum() / n)
    new = (PSEUDO * mean + n * own) / (PSEUDO + n)
    squares = float((weights * (x - own) ** 2).sum()) + PSEUDO * n / (PSEUDO + n) * (own - mean) ** 2
    return new, (PSEUDO * variance + squares) / (PSEUDO + n)


def _heights(seen: Mapping[str, Seen], rates: Rates) -> dict[str, float]:
    """Bias by sex, and one spread of heights as told: what is left when the error of the examination is taken away."""
    changes: dict[str, float] = {}
    kept: list[tuple[float, float]] = []  # variance, pairs
    told = rates.m("stature", "reported_sd") ** 2
    for rate, mine in seen.items():
        pairs = [(s.gap, s.spread, weight) for s, weight in mine if s.gap is not None and s.spread is not None]
        if not pairs:
            continue
        gap, spread, weights = (np.array(column) for column in zip(*pairs, strict=True))
        error = float((weights * spread**2).sum() / weights.sum())
        bias, variance = _normal(gap, weights, rates.m(*_parts(rate)), told + error)
        changes[rate] = round(max(bias, 0.01), 3)
        kept.append((max(variance - error, _LEAST_SD["stature"] ** 2), float(weights.sum())))
    if kept:
        variances, counts = (np.array(column) for column in zip(*kept, strict=True))
        changes["stature/reported_sd"] = round(float(np.sqrt(np.average(variances, weights=counts))), 3)
    return changes


def _lag(level: str, seen: Seen, rates: Rates) -> dict[str, float]:
    pairs = [(sight.gap, weight) for sight, weight in seen if sight.gap is not None]
    gap, weights = (np.array(column) for column in zip(*pairs, strict=True))
    mean, variance = _normal(gap, weights, rates.m("lag_mean", level), rates.m("lag_sd", level) ** 2)
    sd = max(float(np.sqrt(variance)), _LEAST_SD["lag"])
    return {f"lag_mean/{level}": round(mean, 4), f"lag_sd/{level}": round(sd, 4)}


def _parts(rate: str) -> tuple[str, str]:
    line, _, level = rate.partition("/")
    return line, level
