"""The compiled loops: table look-ups over a column block, places and marks against one probe.

Each is a plain function over arrays; numba compiles it when it can be imported and the function itself is the tested
fallback.  Nothing here knows a rate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., object])
BLOCK = 2048
LANES = 4


def compiled(function: F) -> F:
    """The function in machine code, or as it is."""
    try:
        from numba import njit  # noqa: PLC0415  # the engine works without a compiler, slowly
    except ImportError:
        return function
    machine: Any = njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)(function)
    return cast("F", machine)


def fallback(function: F) -> F:
    """The uncompiled function behind a compiled one, for the tests that hold both equal."""
    plain: F = getattr(function, "py_func", function)
    return plain


@compiled
def scan_kernel(
    codes: NDArray[np.uint32],
    columns: NDArray[np.int64],
    tables: NDArray[np.float32],
    starts: NDArray[np.int64],
    alive: NDArray[np.bool_],
    scores: NDArray[np.float32],
    heap: NDArray[np.float32],
    rows: NDArray[np.int64],
) -> int:
    """Sum of table[code] over the columns of every row, and the best rows in a bounded min-heap.

    codes: (all columns, n); columns: which of them to read, a multiple of four; tables: all tables in one array, that
    of columns[i] from starts[i], entry 0 for unknown.  Fills scores (n), -inf where the row is not alive or a table
    says so; heap and rows (k) hold the best rows, the worst of them
    first, else unordered.  Returns how many.
    """
    lanes = len(columns)
    n = len(scores)
    k = len(heap)
    size = 0
    for begin in range(0, n, 2048):
        end = min(begin + 2048, n)
        block = scores[begin:end]
        for lane in range(0, lanes, 4):
            c0 = codes[columns[lane], begin:end]
            c1 = codes[columns[lane + 1], begin:end]
            c2 = codes[columns[lane + 2], begin:end]
            c3 = codes[columns[lane + 3], begin:end]
            t0 = tables[starts[lane] :]
            t1 = tables[starts[lane + 1] :]
            t2 = tables[starts[lane + 2] :]
            t3 = tables[starts[lane + 3] :]
            if lane == 0:
                for i in range(end - begin):
                    block[i] = (t0[c0[i]] + t1[c1[i]]) + (t2[c2[i]] + t3[c3[i]])
            else:
                for i in range(end - begin):
                    block[i] += (t0[c0[i]] + t1[c1[i]]) + (t2[c2[i]] + t3[c3[i]])
        for i in range(end - begin):
            if not alive[begin + i]:
                block[i] = -np.inf
            score = block[i]
            if (size == k and score <= heap[0]) or score == -np.inf:
                continue
            if size < k:
                at = size
                size += 1
                while at > 0:
                    up = (at - 1) >> 1
                    if heap[up] <= score:
                        break
                    heap[at] = heap[up]
                    rows[at] = rows[up]
                    at = up
            else:
                at = 0
                while True:
                    down = 2 * at + 1
                    if down >= k:
                        break
                    if down + 1 < k and heap[down + 1] < heap[down]:
                        down += 1
                    if heap[down] >= score:
                        break
                    heap[at] = heap[down]
                    rows[at] = rows[down]
                    at = down
            heap[at] = score
            rows[at] = begin + i
    return size


def scan_numpy(
    codes: NDArray[np.uint32],
    columns: NDArray[np.int64],
    tables: NDArray[np.float32],
    starts: NDArray[np.int64],
    alive: NDArray[np.bool_],
    scores: NDArray[np.float32],
    heap: NDArray[np.float32],
    rows: NDArray[np.int64],
) -> int:
    """The same as `scan_kernel` without a compiler."""
    scores[:] = 0
    n = len(scores)
    for lane in range(0, len(columns), LANES):
        t = [tables[starts[lane + j] :][codes[columns[lane + j], :n]] for j in range(LANES)]
        scores += (t[0] + t[1]) + (t[2] + t[3])
    scores[~alive[:n]] = -np.inf
    k = min(len(heap), len(scores))
    best = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(k)
    best = best[scores[best] > -np.inf]
    best = best[np.argsort(scores[best])]
    heap[: len(best)], rows[: len(best)] = scores[best], best
    return len(best)


@compiled
def near_kernel(
    one: NDArray[np.float64],
    many: NDArray[np.float64],
    scales: NDArray[np.float64],
    one_is_found: bool,
    out: NDArray[np.float64],
) -> None:
    """Mixture of three 2-D Student kernels around one place at each of many, over the density of finds there.

    one, many: rows of `Places`: lat, lon, radius, context, kernel scale and density of the find, unit vector.  scales:
    middle, broad, weight of each of the two, degrees of freedom, radius per standard deviation, earth radius.  NaN
    where a position is missing.
    """
    middle, broad, w_middle, w_broad, df, per_sd, earth = scales
    power = -(df + 2.0) / 2.0
    for i in range(len(out)):
        chord = (one[6] - many[i, 6]) ** 2 + (one[7] - many[i, 7]) ** 2 + (one[8] - many[i, 8]) ** 2
        if np.isnan(chord):
            out[i] = np.nan
            continue
        km = 2.0 * earth * np.arcsin(min(np.sqrt(chord) / 2.0, 1.0))
        blur = (one[2] * one[2] + many[i, 2] * many[i, 2]) / (per_sd * per_sd)
        close = one[4] if one_is_found else many[i, 4]
        density = one[5] if one_is_found else many[i, 5]
        s1 = close * close + blur
        s2 = max(close, middle) ** 2 + blur
        s3 = broad * broad + blur
        q = km * km / df
        total = (1.0 - w_middle - w_broad) * (1.0 + q / s1) ** power / s1
        total += w_middle * (1.0 + q / s2) ** power / s2 + w_broad * (1.0 + q / s3) ** power / s3
        out[i] = total / (2.0 * np.pi * density)


@compiled
def marks_kernel(
    table: NDArray[np.float64],
    codes: NDArray[np.int64],
    pointer: NDArray[np.int64],
    at_one: NDArray[np.int64],
    at_many: NDArray[np.int64],
    shown: NDArray[np.bool_],
    one_is_left: bool,
    miss_one: float,
    miss_many: float,
    out: NDArray[np.float64],
) -> None:
    """Greedy pairing of one record's marks with each of many; natural logs, added to out.

    table[i, v]: log LR of mark i against mark v of the vocabulary.  A mark of the left record is missed only where
    `shown` says that its region was seen; a mark of the right one always is.
    """
    ones = len(at_one)
    used_one = np.zeros(max(ones, 1), dtype=np.bool_)
    used_many = np.zeros(64, dtype=np.bool_)
    for r in range(len(pointer) - 1):
        start = pointer[r]
        many = min(pointer[r + 1] - start, 64)
        total = 0.0
        for i in range(ones):
            used_one[i] = False
            if not one_is_left or (at_one[i] >= 0 and shown[r, at_one[i]]):
                total += miss_one
        for j in range(many):
            used_many[j] = False
            region = at_many[codes[start + j]]
            if one_is_left or (region >= 0 and shown[r, region]):
                total += miss_many
        for _ in range(min(ones, many)):
            best = 0.0
            bi = -1
            bj = -1
            for i in range(ones):
                if used_one[i]:
                    continue
                cost_i = 0.0
                if not one_is_left or (at_one[i] >= 0 and shown[r, at_one[i]]):
                    cost_i = miss_one
                for j in range(many):
                    if used_many[j]:
                        continue
                    region = at_many[codes[start + j]]
                    cost = cost_i
                    if one_is_left or (region >= 0 and shown[r, region]):
                        cost += miss_many
                    gain = table[i, codes[start + j]] - cost
                    if gain > best:
                        best = gain
                        bi = i
                        bj = j
            if bi < 0:
                break
            used_one[bi] = True
            used_many[bj] = True
            total += best
        out[r] += total
