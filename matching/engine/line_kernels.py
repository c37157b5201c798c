"""The compiled loops of single lines: places, days and marks against one probe.

Plain functions over arrays like those of `kernels`.  Nothing here knows a rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.kernels import compiled, compiled_else
from matching.engine.plain_kernels import window_numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def distance(one: NDArray[np.float64], other: NDArray[np.float64], earth: float) -> float:
    """Kilometres between two rows of `Places`, by their unit vectors; NaN where a position is missing."""
    chord = (one[6] - other[6]) ** 2 + (one[7] - other[7]) ** 2 + (one[8] - other[8]) ** 2
    half = np.sqrt(chord) / 2.0
    return float(2.0 * earth * np.arcsin(half if half < 1.0 or np.isnan(half) else 1.0))


@compiled
def falls(q: float, df: float) -> float:
    """How a 2-D Student density falls, by the square of the distance over scale and degrees of freedom."""
    inside = 1.0 + q
    if df == 3.0:
        return float(1.0 / (inside * inside * np.sqrt(inside)))
    return float(inside ** (-(df + 2.0) / 2.0))


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
    for i in range(len(out)):
        km = distance(one, many[i], earth)
        blur = (one[2] * one[2] + many[i, 2] * many[i, 2]) / (per_sd * per_sd)
        close = one[4] if one_is_found else many[i, 4]
        density = one[5] if one_is_found else many[i, 5]
        s1 = close * close + blur
        s2 = max(close, middle) ** 2 + blur
        s3 = broad * broad + blur
        q = km * km / df
        total = (1.0 - w_middle - w_broad) * falls(q / s1, df) / s1
        total += w_middle * falls(q / s2, df) / s2 + w_broad * falls(q / s3, df) / s3
        out[i] = total / (2.0 * np.pi * density)


@compiled
def apart_kernel(
    one: NDArray[np.float64],
    many: NDArray[np.float64],
    levels: NDArray[np.float64],
    parameters: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Mixture of 2-D Student kernels of the distance of one find to each of many, over the density of finds there.

    one, many: as in `near_kernel`; levels: scale and weight of each kernel; parameters: weight of anywhere, degrees of
    freedom, radius per standard deviation, earth radius.  NaN where a position is missing.
    """
    anywhere, df, per_sd, earth = parameters
    for i in range(len(out)):
        km = distance(one, many[i], earth)
        blur = (one[2] * one[2] + many[i, 2] * many[i, 2]) / (per_sd * per_sd)
        density = np.sqrt(one[5] * many[i, 5])
        out[i] = anywhere
        for level in range(len(levels)):
            square = levels[level, 0] * levels[level, 0] + blur
            out[i] += levels[level, 1] * falls(km * km / df / square, df) / (2.0 * np.pi * square) / density


@compiled_else(window_numpy)
def window_kernel(
    sums: NDArray[np.float64],
    row: NDArray[np.int64],
    a1: NDArray[np.float64],
    a2: NDArray[np.float64],
    b1: NDArray[np.float64],
    b2: NDArray[np.float64],
    zero: int,
    out: NDArray[np.float64],
) -> None:
    """Mean of a row of probabilities over windows of contacts, a1 to a2, and of findings, b1 to b2.

    sums: the rows, twice summed, at whole days from -zero on; what is one for all has length 1.
    """
    last = sums.shape[1] - 1
    of_row, of_a, of_b = min(len(row) - 1, 1), min(len(a1) - 1, 1), min(len(b1) - 1, 1)
    for i in range(len(out)):
        each = sums[row[i * of_row]]
        c1, c2, f1, f2 = a1[i * of_a], a2[i * of_a], b1[i * of_b], b2[i * of_b]
        total = twice(each, f2 - c1 + zero, last) - twice(each, f2 - c2 - 1 + zero, last)
        total -= twice(each, f1 - 1 - c1 + zero, last)
        total += twice(each, f1 - 2 - c2 + zero, last)
        out[i] = max(total, 0.0) / ((c2 - c1 + 1) * (f2 - f1 + 1))


@compiled
def twice(sums: NDArray[np.float64], i: float, last: int) -> float:
    """A twice summed row at a day.  Beyond its end its first sum stays 1, its second grows by one a day."""
    if i < 0:
        return 0.0
    return float(sums[min(int(i), last)] + max(i - last, 0.0))


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
    jointly: bool,
    miss_one: float,
    miss_many: float,
    out: NDArray[np.float64],
) -> None:
    """Greedy pairing of one record's marks with each of many; natural logs, added to out.

    table[i, v]: log LR of mark i against mark v of the vocabulary.  A mark of the left record is missed only where
    the view of the right one, views[seen[r]], says that its region was seen; a mark of the right one always is.
    jointly: a view is what was seen of both, and marks elsewhere are left out, of either.
    """
    ones = len(at_one)
    # What a thing costs that is missed: of the one record by view, of the many by thing.
    cost_one = np.zeros((len(views), ones))
    lost = np.zeros(len(views))
    for w in range(len(views)):
        for i in range(ones):
            cost_one[w, i] = miss_one if not (one_is_left or jointly) or views[w, at_one[i]] else 0.0
            lost[w] += cost_one[w, i]
    cost_many = np.full(table.shape[1], miss_many)
    # Whoever has only things that are like none of the other side has nothing to be paired.
    hopeful = np.zeros(table.shape[1], dtype=np.int64)
    for v in range(table.shape[1]):
        if not one_is_left and not jointly and not views[0, at_many[v]]:
            cost_many[v] = 0.0
        for i in range(ones):
            if table[i, v] > miss_one + cost_many[v]:
                hopeful[v] = 1
    used_one = np.zeros(max(ones, 1), dtype=np.bool_)
    used_many = np.zeros(64, dtype=np.bool_)
    for r in range(len(pointer) - 1):
        start = pointer[r]
        many = min(pointer[r + 1] - start, 64)
        total = lost[seen[r]]
        pairs = 0
        for j in range(many):
            used_many[j] = jointly and not views[seen[r], at_many[codes[start + j]]]
            if not used_many[j]:
                total += cost_many[codes[start + j]]
                pairs += hopeful[codes[start + j]]
        if pairs:
            for i in range(ones):
                used_one[i] = jointly and not views[seen[r], at_one[i]]
        for _ in range(min(ones, pairs)):
            best = 0.0
            bi = -1
            bj = -1
            for i in range(ones):
                if used_one[i]:
                    continue
                for j in range(many):
                    if used_many[j]:
                        continue
                    gain = table[i, codes[start + j]] - cost_one[seen[r], i] - cost_many[codes[start + j]]
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


@compiled
def normal_kernel(z: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    """Probability of a normal variate below the mean plus z standard deviations times the root of two."""
    for i in range(len(z)):
        out[i] = 0.5 * (1.0 + math.erf(z[i]))
