"""The compiled loops: table look-ups over a column block, places and marks against one probe.

Each is a plain function over arrays; numba compiles it when it can be imported and the function itself is the tested
fallback.  Nothing here knows a rate.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., object])


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
def add_columns(
    low: NDArray[np.uint16],
    high: NDArray[np.uint16],
    columns: NDArray[np.int64],
    beyond: NDArray[np.int64],
    tables: NDArray[np.float32],
    starts: NDArray[np.int64],
    begin: int,
    block: NDArray[np.float32],
) -> None:
    """The sums of the rows from `begin` on into a block, as `scan_kernel` describes them."""
    end = begin + len(block)
    narrow = 0
    while narrow < len(columns) and beyond[narrow] < 0:
        narrow += 1
    block[:] = np.float32(0.0)
    lane = 0
    # Four columns in one pass over the block: fewer passes, and no more arrays than there are registers.
    while lane < narrow:
        c0 = low[columns[lane], begin:end]
        t0 = tables[starts[lane] :]
        if lane + 4 <= narrow:
            c1 = low[columns[lane + 1], begin:end]
            c2 = low[columns[lane + 2], begin:end]
            c3 = low[columns[lane + 3], begin:end]
            t1 = tables[starts[lane + 1] :]
            t2 = tables[starts[lane + 2] :]
            t3 = tables[starts[lane + 3] :]
            for i in range(len(block)):
                block[i] += (t0[c0[i]] + t1[c1[i]]) + (t2[c2[i]] + t3[c3[i]])
            lane += 4
        elif lane + 2 <= narrow:
            c1 = low[columns[lane + 1], begin:end]
            t1 = tables[starts[lane + 1] :]
            for i in range(len(block)):
                block[i] += t0[c0[i]] + t1[c1[i]]
            lane += 2
        else:
            for i in range(len(block)):
                block[i] += t0[c0[i]]
            lane += 1
    for wide in range(narrow, len(columns)):
        c0 = low[columns[wide], begin:end]
        c1 = high[beyond[wide], begin:end]
        t0 = tables[starts[wide] :]
        for i in range(len(block)):
            block[i] += t0[np.uint32(c0[i]) + (np.uint32(c1[i]) << np.uint32(16))]


@compiled
def enter(block: NDArray[np.float32], begin: int, heap: NDArray[np.float32], rows: NDArray[np.int64], size: int) -> int:
    """Let the rows of a block that are good enough into the heap of the best; returns how many are in it."""
    k = len(heap)
    for i in range(len(block)):
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


@compiled
def scan_kernel(
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
    """Sum of table[code] over the columns of every row, and the best rows in a bounded min-heap.

    low: (all columns, n), the lower halves of the codes; columns: which of them to read; high: the upper halves of
    columns with more than 65,535 values, beyond[i] the row of columns[i] in it or -1 (these come last); tables: all
    tables in one array, that of columns[i] from starts[i], entry 0 for unknown; own: a row to leave out, or -1.  Fills
    scores (n), -inf where the row is left out, not alive or a table says so; heap and rows (k) hold the best rows, the
    worst of them first, else unordered.  Returns how many these are, and how many rows are not -inf.
    """
    k = len(heap)
    size = 0
    considered = 0
    for begin in range(0, len(scores), 2048):
        block = scores[begin : begin + 2048]
        here = alive[begin : begin + len(block)]
        add_columns(low, high, columns, beyond, tables, starts, begin, block)
        if begin <= own < begin + len(block):
            block[own - begin] = -np.inf
        # Whether a row of the block can enter is asked of all at once; hardly any block has one.
        worst = heap[0] if size == k else np.float32(-np.inf)
        better = 0
        for i in range(len(block)):
            score = block[i] if here[i] else np.float32(-np.inf)
            considered += 1 if score > np.float32(-np.inf) else 0
            better += 1 if score > worst else 0
            block[i] = score
        if better:
            size = enter(block, begin, heap, rows, size)
    return size, considered


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
    scores[:] = 0
    n = len(scores)
    each = [tables[start:][low[column, :n]] for column, start in zip(columns, starts, strict=True)]
    narrow = int(np.count_nonzero(beyond < 0))
    for lane in range(narrow, len(columns)):
        each[lane] = tables[starts[lane] :][low[columns[lane], :n] + (high[beyond[lane], :n].astype(np.int64) << 16)]
    lane = 0
    while lane < len(each):
        if lane + 4 <= narrow:
            scores += (each[lane] + each[lane + 1]) + (each[lane + 2] + each[lane + 3])
            lane += 4
        elif lane + 2 <= narrow:
            scores += each[lane] + each[lane + 1]
            lane += 2
        else:
            scores += each[lane]
            lane += 1
    scores[~alive[:n]] = -np.inf
    if own >= 0:
        scores[own] = -np.inf
    k = min(len(heap), len(scores))
    best = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(k)
    best = best[scores[best] > -np.inf]
    best = best[np.argsort(scores[best])]
    heap[: len(best)], rows[: len(best)] = scores[best], best
    return len(best), int(np.count_nonzero(scores > -np.inf))


# 2**f for 0 <= f < 1: the series of e**(f ln 2), good to 2e-5.
_P1, _P2, _P3, _P4, _P5, _P6 = (np.float32(math.log(2.0) ** n / math.factorial(n)) for n in range(1, 7))
_LOG2_10, _LEAST, _BIAS = np.float32(math.log2(10.0)), np.float32(-126.0), np.float32(127.0)
_NOTHING = np.float32(0.0)


@compiled
def rest_kernel(scores: NDArray[np.float32], below: float, cap: float) -> float:
    """Sum of 10 ** min(score, cap) over the scores below a bound."""
    bound, most = np.float32(below), np.float32(cap)
    bits = np.empty(2048, dtype=np.int32)
    powers = bits.view(np.float32)
    parts = np.empty(2048, dtype=np.float32)
    sums = np.zeros(2048)
    for begin in range(0, len(scores), 2048):
        block = scores[begin : begin + 2048]
        # Written so that it runs on many rows at once: the whole part of the exponent as bits, the rest as a series.
        for i in range(len(block)):
            score = min(block[i], most)
            raised = max(score * _LOG2_10, _LEAST) + _BIAS
            whole = np.int32(raised)
            f = raised - np.float32(whole)
            series = _P1 + f * (_P2 + f * (_P3 + f * (_P4 + f * (_P5 + f * _P6))))
            parts[i] = np.float32(1.0) + f * series if block[i] < bound else _NOTHING
            bits[i] = whole << np.int32(23)
        for i in range(len(block)):
            sums[i] += parts[i] * powers[i]
    return float(sums.sum())


def rest_numpy(scores: NDArray[np.float32], below: float, cap: float) -> float:
    """The same as `rest_kernel` without a compiler."""
    return float(np.sum(10.0 ** np.minimum(scores[scores < np.float32(below)], np.float32(cap)).astype(np.float64)))


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
    views: NDArray[np.bool_],
    seen: NDArray[np.int64],
    one_is_left: bool,
    miss_one: float,
    miss_many: float,
    out: NDArray[np.float64],
) -> None:
    """Greedy pairing of one record's marks with each of many; natural logs, added to out.

    table[i, v]: log LR of mark i against mark v of the vocabulary.  A mark of the left record is missed only where
    the view of the right one, views[seen[r]], says that its region was seen; a mark of the right one always is.
    """
    ones = len(at_one)
    used_one = np.zeros(max(ones, 1), dtype=np.bool_)
    used_many = np.zeros(64, dtype=np.bool_)
    for r in range(len(pointer) - 1):
        start = pointer[r]
        many = min(pointer[r + 1] - start, 64)
        shown = views[seen[r]]
        total = 0.0
        for i in range(ones):
            used_one[i] = False
            if not one_is_left or (at_one[i] >= 0 and shown[at_one[i]]):
                total += miss_one
        for j in range(many):
            used_many[j] = False
            region = at_many[codes[start + j]]
            if one_is_left or (region >= 0 and shown[region]):
                total += miss_many
        for _ in range(min(ones, many)):
            best = 0.0
            bi = -1
            bj = -1
            for i in range(ones):
                if used_one[i]:
                    continue
                cost_i = 0.0
                if not one_is_left or (at_one[i] >= 0 and shown[at_one[i]]):
                    cost_i = miss_one
                for j in range(many):
                    if used_many[j]:
                        continue
                    region = at_many[codes[start + j]]
                    cost = cost_i
                    if one_is_left or (region >= 0 and shown[region]):
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
