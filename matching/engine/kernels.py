"""The compiled loops of the scan: table look-ups over blocks of rows, and the best rows on the way.

Each is a plain function over arrays; numba compiles it when it can be imported and the function itself is the tested
fallback.  Nothing here knows a rate.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from matching.engine.plain_kernels import lanes_numpy, rest_numpy, scan_numpy

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


def compiled_else(instead: F) -> Callable[[F], F]:
    """The function in machine code, or without a compiler another one that does the same faster than Python's loops."""

    def choose(function: F) -> F:
        machine = compiled(function)
        return instead if machine is function else machine

    return choose


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
    tables: NDArray[Any],
    starts: NDArray[np.int64],
    begin: int,
    block: NDArray[Any],
) -> None:
    """The sums of the rows from `begin` on into a block, as `scan_kernel` describes them."""
    end = begin + len(block)
    narrow = 0
    while narrow < len(columns) and beyond[narrow] < 0:
        narrow += 1
    block[:] = 0
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
def keep_best(
    block: NDArray[np.float32],
    alive: NDArray[np.bool_],
    begin: int,
    heap: NDArray[np.float32],
    rows: NDArray[np.int64],
    size: int,
) -> tuple[int, int]:
    """Let the best rows of a block into the heap, and take out those that are gone.

    Returns how many are in the heap, and how many rows of the block are not -inf.
    """
    kept = 0
    for start in range(0, len(block), 128):
        part = block[start : start + 128]
        here = alive[begin + start : begin + start + len(part)]
        # Whether any of these can enter is asked of all at once; hardly ever can one.
        worst = heap[0] if size == len(heap) else np.float32(-np.inf)
        better = 0
        for i in range(len(part)):
            score = part[i] if here[i] else np.float32(-np.inf)
            kept += 1 if score > np.float32(-np.inf) else 0
            better += 1 if score > worst else 0
            part[i] = score
        if better:
            size = enter(part, begin + start, heap, rows, size)
    return size, kept


@compiled_else(scan_numpy)
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
    size = 0
    considered = 0
    for begin in range(0, len(scores), 2048):
        block = scores[begin : begin + 2048]
        add_columns(low, high, columns, beyond, tables, starts, begin, block)
        if begin <= own < begin + len(block):
            block[own - begin] = -np.inf
        size, kept = keep_best(block, alive, begin, heap, rows, size)
        considered += kept
    return size, considered


@compiled_else(lanes_numpy)
def lanes_kernel(
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
    """`scan_kernel` for up to four probes at once.

    An entry of the tables holds sixteen bits for each of them, as steps above a base; the highest bit, which no sum
    reaches, is set where a record is excluded.  What `scan_kernel` says of one probe has a row for each here.
    """
    sums = np.empty(2048, dtype=np.uint64)
    for begin in range(0, scores.shape[1], 2048):
        some = sums[: min(2048, scores.shape[1] - begin)]
        add_columns(low, high, columns, beyond, tables, starts, begin, some)
        for lane in range(len(own)):
            block = scores[lane, begin : begin + len(some)]
            least, one, place = base[lane], step[lane], np.uint64(16 * lane)
            for i in range(len(block)):
                value = np.int32((some[i] >> place) & np.uint64(0xFFFF))
                block[i] = least + one * np.float32(value) if value < 32768 else np.float32(-np.inf)
            if begin <= own[lane] < begin + len(block):
                block[own[lane] - begin] = -np.inf
            found[lane], kept = keep_best(block, alive, begin, heaps[lane], rows[lane], found[lane])
            considered[lane] += kept


# 2**f for 0 <= f < 1: the series of e**(f ln 2), good to 2e-5.
_P1, _P2, _P3, _P4, _P5, _P6 = (np.float32(math.log(2.0) ** n / math.factorial(n)) for n in range(1, 7))
_LOG2_10, _LEAST, _BIAS = np.float32(math.log2(10.0)), np.float32(-126.0), np.float32(127.0)
_NOTHING = np.float32(0.0)


@compiled_else(rest_numpy)
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
