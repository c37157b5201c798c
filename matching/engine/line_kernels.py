"""The compiled loops of single lines: places and marks against one probe.

Plain functions over arrays like those of `kernels`.  Nothing here knows a rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.kernels import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    # What a thing costs that is missed: of the one record by view, of the many by thing.
    cost_one = np.zeros((len(views), ones))
    lost = np.zeros(len(views))
    for w in range(len(views)):
        for i in range(ones):
            cost_one[w, i] = miss_one if not one_is_left or views[w, at_one[i]] else 0.0
            lost[w] += cost_one[w, i]
    cost_many = np.full(table.shape[1], miss_many)
    # Whoever has only things that are like none of the other side has nothing to be paired.
    hopeful = np.zeros(table.shape[1], dtype=np.int64)
    for v in range(table.shape[1]):
        if not one_is_left and not views[0, at_many[v]]:
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
            total += cost_many[codes[start + j]]
            pairs += hopeful[codes[start + j]]
        if pairs:
            used_one[:] = False
            used_many[:many] = False
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
