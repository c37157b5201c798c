"""The figures of an evaluation as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from matching.engine.columns import FloatArray
from matching.evaluation import metrics
from matching.evaluation.tables import TASKS
from matching.evaluation.trial import Result

_TITLES = {task: title for title, task in TASKS.items()}
_DIGITS = 4
REVIEW = 0.98
"""Belief from which a pair is taken for one person's until somebody has looked."""


def figures(result: Result) -> dict[str, Any]:
    """Everything that was measured of one task."""
    middles = metrics.middles()
    cost = metrics.cllr(result.same, middles, result.different)
    least = metrics.cllr_min(result.same, middles, result.different)
    curves = metrics.tippett(result.same, result.different)
    return _of_ranks(result.ranks) | {
        "cllr": _round(cost), "cllr_min": _round(least), "calibration": _round(least / cost if cost else np.nan),
        "ece": _round(metrics.calibration_error(result.believed, result.came_true)),
        "ece_first": _round(metrics.calibration_error(result.first_believed, result.first_true)),
        "misleading": {str(10**k): _round(metrics.share_above(result.different, k), 6) for k in (1, 2)},
        "review": _reviewed(result), "registered": _round(result.registered),
        "tippett": {name: [_round(x) for x in values] for name, values in curves._asdict().items()},
        "interval": {f"recall@{k}": _interval((result.ranks <= k).astype(np.float64)) for k in (1, 20)}
        | {"mrr": _interval(1 / np.maximum(result.ranks, 1.0))},
        "by_group": {name: _of_group(result, name) for name in sorted(set(result.groups))},
        "baselines": {name: _of_ranks(ranks) for name, ranks in result.baselines.items()},
    }  # fmt: skip


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """By task, with null where a figure cannot be given."""
    return {_TITLES[result.task]: figures(result) for result in results}


def lines(result: Result) -> Iterator[str]:
    """The table of one task."""
    found = figures(result)
    levels = [f"R@{k}" for k in metrics.LEVELS]
    yield ""
    yield f"{_TITLES[result.task]}: {found['n']} probes"
    yield f"  {'':24}" + "".join(f"{name:>8}" for name in (*levels, "MRR", "reviews", "n"))
    yield _row("engine", found)
    for name, ranks in found["baselines"].items():
        yield _row(name, ranks)
    for name, group in found["by_group"].items():
        yield _row(f"  {name}", group) + f"  Cllr {_said(group['cllr'])}"
    yield "  95 %: " + ", ".join(
        f"{name} {_said(low)}-{_said(high)}" for name, (low, high) in found["interval"].items()
    )
    yield (
        f"  Cllr {_said(found['cllr'])}, least possible {_said(found['cllr_min'])}"
        f" ({_said(found['calibration'])} of it)"
    )
    yield (
        f"  belief is off by {_said(found['ece'])} over the list and none of these (ECE),"
        f" by {_said(found['ece_first'])} over each list's likeliest outcome"
    )
    misleading = ", ".join(f"{100 * share:.3f} % above {level}" for level, share in found["misleading"].items())
    yield f"  likelihood ratios of other persons: {misleading}"
    review = found["review"]
    yield (
        f"  pairs believed by {100 * REVIEW:.0f} % or more: {review['pairs']},"
        f" of which {_said(review['precision'])} true,"
        f" {_said(review['recall'])} of the true ones listed"
    )
    yield (f"  learnt from unlabelled pairs: a counterpart is here for {100 * result.registered:.0f} % of the records")


def _reviewed(result: Result) -> dict[str, Any]:
    """Pairs above the threshold of a review: how many, and how many of them and of the listed true ones are true."""
    chosen = ~result.nobody & (result.believed >= REVIEW)
    true, there = result.came_true[chosen].sum(), result.came_true[~result.nobody].sum()
    return {
        "pairs": int(chosen.sum()), "precision": _round(true / chosen.sum() if chosen.any() else np.nan),
        "recall": _round(true / there if there else np.nan),
    }  # fmt: skip


def _of_ranks(ranks: FloatArray) -> dict[str, Any]:
    return {
        "n": len(ranks), "recall": {str(k): _round(metrics.recall_at(ranks, k)) for k in metrics.LEVELS},
        "mrr": _round(metrics.mean_reciprocal_rank(ranks)),
        "expected_reviews": _round(metrics.expected_reviews(ranks)),
    }  # fmt: skip


def _of_group(result: Result, name: str) -> dict[str, Any]:
    inside = np.array([group == name for group in result.groups], dtype=np.bool_)
    same = result.same[inside[result.same_of]]
    different = result.different_by[name]
    cost = metrics.cllr(same, metrics.middles(), different)
    least = metrics.cllr_min(same, metrics.middles(), different)
    return _of_ranks(result.ranks[inside]) | {"cllr": _round(cost), "cllr_min": _round(least)}


def _row(name: str, found: dict[str, Any]) -> str:
    shares = [*found["recall"].values(), found["mrr"]]
    cells = [*(f"{_said(x):>8}" for x in shares), f"{_said(found['expected_reviews'], 1):>8}", f"{found['n']:>8}"]
    return f"  {name:24}" + "".join(cells)


def _said(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _round(value: float, digits: int = _DIGITS) -> float | None:
    return None if not np.isfinite(value) else round(float(value), digits)


def _interval(values: FloatArray) -> tuple[float | None, float | None]:
    low, high = metrics.interval(values)
    return _round(low), _round(high)
