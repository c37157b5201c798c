"""Ratios measured in one run: the compiled scan against a plain Python loop that does the same look-ups and sum.

Only ratios mean anything; absolute times depend on the machine.  Time is this process's own on the processor: what
others do meanwhile on a shared machine is not measured.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.kernels import scan_kernel, scan_numpy

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

# Distinct values per column, as in a registry of 100,000 reports: sex, age, stature, time, place, event, marks, name.
SIZES = (3, 3500, 700, 3000, 9000, 200, 5000, 9000)


def _columns(n: int) -> tuple[NDArray[np.uint16], list[NDArray[np.float32]]]:
    rng = np.random.default_rng(7)
    codes = np.stack([rng.integers(0, size, n) for size in SIZES]).astype(np.uint16)
    return codes, [rng.normal(0.0, 1.0, size).astype(np.float32) for size in SIZES]


def python_scan(rows: list[tuple[int, ...]], tables: list[list[float]]) -> list[float]:
    """The loop anybody would write first: one tuple of codes per record, one table per column."""
    scores = []
    for row in rows:
        total = 0.0
        for table, code in zip(tables, row, strict=True):
            total += table[code]
        scores.append(total)
    return scores


def _best_of(repeat: int, run: Callable[[], object]) -> float:
    times = []
    for _ in range(repeat):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def scan_ratio(n: int = 200_000) -> dict[str, float]:
    """Pairs per second and core of the scan (heap of the best 150 included), numpy and plain Python, and the ratio."""
    codes, tables = _columns(n)
    starts = np.cumsum([0, *(len(t) for t in tables)])[:-1].astype(np.int64)
    packed = np.concatenate(tables)
    columns, alive = np.arange(len(SIZES), dtype=np.int64), np.ones(n, dtype=np.bool_)
    scores, heap, rows = np.empty(n, dtype=np.float32), np.empty(150, dtype=np.float32), np.empty(150, dtype=np.int64)
    as_tuples, lists = list(zip(*codes.tolist(), strict=True)), [t.tolist() for t in tables]
    beyond = np.full(len(SIZES), -1)
    args = codes, codes[:0], columns, beyond, packed, starts, alive, -1, scores, heap, rows
    scan_kernel(*args)  # compile
    fast = _best_of(9, lambda: scan_kernel(*args))
    array = _best_of(3, lambda: scan_numpy(*args))
    slow = _best_of(2, lambda: python_scan(as_tuples, lists))
    plain = np.array(python_scan(as_tuples, lists))
    scan_kernel(*args)
    return {
        "n": float(n), "columns": float(len(SIZES)), "scan_pairs_per_s": n / fast, "numpy_pairs_per_s": n / array,
        "python_pairs_per_s": n / slow, "ratio": slow / fast, "numpy_ratio": slow / array,
        "largest_difference": float(np.abs(plain - scores).max()),
    }  # fmt: skip
