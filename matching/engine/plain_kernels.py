"""The loops of the scan by numpy alone: what `kernels` runs where there is no compiler, and what tests hold it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LANES = 4
"""Probes that are scanned for at once: sixteen bits each of one number."""


def scan_numpy(
    low: NDArray[np.uint16],
    high: NDArray[np.uint16],
    columns: NDArray[np.int64],
    beyond: NDArray[np.int64],
    tables: NDArray[np.float32],
    starts: NDArray[np.int64],
    alive: NDArray[np.bool_],
    own: int,
    scores: NDArray[np.float32],
    heap: NDArray[np.float32],
    rows: NDArray[np.int64],
) -> tuple[int, int]:
    """The same as `scan_kernel` without a compiler, added up in the same order."""
    _add_columns(low, high, columns, beyond, tables, starts, scores)
    scores[~alive[: len(scores)]] = -np.inf
    if own >= 0:
        scores[own] = -np.inf
    return _best(scores, heap, rows), int(np.count_nonzero(scores > -np.inf))


def lanes_numpy(
    low: NDArray[np.uint16],
    high: NDArray[np.uint16],
    columns: NDArray[np.int64],
    beyond: NDArray[np.int64],
    tables: NDArray[np.uint64],
    starts: NDArray[np.int64],
    alive: NDArray[np.bool_],
    own: NDArray[np.int64],
    base: NDArray[np.float32],
    step: NDArray[np.float32],
    scores: NDArray[np.float32],
    heaps: NDArray[np.float32],
    rows: NDArray[np.int64],
    found: NDArray[np.int64],
    considered: NDArray[np.int64],
) -> None:
    """The same as `lanes_kernel` without a compiler."""
    sums = np.empty(scores.shape[1], dtype=np.uint64)
    _add_columns(low, high, columns, beyond, tables, starts, sums)
    steps = sums.view(np.int16).reshape(-1, LANES)
    for lane in range(len(own)):
        there = alive[: len(sums)] & (steps[:, lane] >= 0)
        if own[lane] >= 0:
            there[own[lane]] = False
        scores[lane] = np.where(there, base[lane] + step[lane] * steps[:, lane].astype(np.float32), -np.inf)
        found[lane] = _best(scores[lane], heaps[lane], rows[lane])
        considered[lane] = np.count_nonzero(there)


def rest_numpy(scores: NDArray[np.float32], below: float, cap: float) -> float:
    """The same as `rest_kernel` without a compiler."""
    return float(np.sum(10.0 ** np.minimum(scores[scores < np.float32(below)], np.float32(cap)).astype(np.float64)))


def window_numpy(
    sums: NDArray[np.float64],
    row: NDArray[np.int64],
    a1: NDArray[np.float64],
    a2: NDArray[np.float64],
    b1: NDArray[np.float64],
    b2: NDArray[np.float64],
    zero: int,
    out: NDArray[np.float64],
) -> None:
    """The same as `window_kernel` without a compiler."""
    last = sums.shape[1] - 1

    def at(x: NDArray[np.float64]) -> NDArray[np.float64]:
        i = x + zero
        inside = sums[row, np.clip(i, 0, last).astype(np.int64)]
        return np.where(i < 0, 0.0, inside + np.maximum(i - last, 0.0))

    total = at(b2 - a1) - at(b2 - a2 - 1) - at(b1 - 1 - a1) + at(b1 - 2 - a2)
    out[:] = np.maximum(total, 0.0) / ((a2 - a1 + 1) * (b2 - b1 + 1))


def _add_columns(
    low: NDArray[np.uint16],
    high: NDArray[np.uint16],
    columns: NDArray[np.int64],
    beyond: NDArray[np.int64],
    tables: NDArray[Any],
    starts: NDArray[np.int64],
    sums: NDArray[Any],
) -> None:
    n = len(sums)
    each = [tables[start:][low[column, :n]] for column, start in zip(columns, starts, strict=True)]
    narrow = int(np.count_nonzero(beyond < 0))
    for lane in range(narrow, len(columns)):
        each[lane] = tables[starts[lane] :][low[columns[lane], :n] + (high[beyond[lane], :n].astype(np.int64) << 16)]
    sums[:] = 0
    lane = 0
    while lane < len(each):
        if lane + 4 <= narrow:
            sums += (each[lane] + each[lane + 1]) + (each[lane + 2] + each[lane + 3])
            lane += 4
        elif lane + 2 <= narrow:
            sums += each[lane] + each[lane + 1]
            lane += 2
        else:
            sums += each[lane]
            lane += 1


def _best(scores: NDArray[np.float32], heap: NDArray[np.float32], rows: NDArray[np.int64]) -> int:
    k = min(len(heap), len(scores))
    best = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(k)
    best = best[scores[best] > -np.inf]
    best = best[np.argsort(scores[best])]
    heap[: len(best)], rows[: len(best)] = scores[best], best
    return len(best)
