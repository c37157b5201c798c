"""How much belief each pair of an event has when all are seen together, and how much that nobody here is the one.

A remains that one missing person surely takes is left to no other, so shares are those of whole assignments: each
missing person has at most one remains and each remains at most one person; whoever is missing may be none of these, and
remains may be of somebody nobody reported.  Groups that share no plausible pair are independent.  A small group is
summed exactly, over sets of the shorter side; of a large one belief propagation gives close shares.  They order work
and are shown in words; they are no probability of identity.

Source: Williams and Lau, IEEE Trans Aerosp Electron Syst 50 (2014) 2942-2959 (marginals of one-to-one associations by
belief propagation; it converges).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.whole_event import groups_of

if TYPE_CHECKING:
    from matching.engine.columns import FloatArray

EXACT = 10  # the shorter side of a group that is summed exactly: 2^10 sets of it
SLIGHT = 1e-6  # what a pair must be worth, beside nobody, to join two groups
ROUNDS, STILL = 500, 1e-9
WORK = 20_000_000  # pairs times rounds of one group: a third of a second of one core
LARGEST = 250.0  # log10: beyond, figures of one row would not fit beside each other


@dataclass(frozen=True, slots=True)
class Shares:
    """pairs: (n, m) share of belief of each pair; the rows' and the columns' shares of being none of these."""

    pairs: FloatArray
    rows_nobody: FloatArray
    columns_nobody: FloatArray


def shares(scores: FloatArray, registered: float) -> Shares:
    """Shares of whole assignments.

    scores: (n, m) log10 LR, -inf or NaN where a pair cannot be; registered: prior probability that a missing person is
    among the remains, shared out evenly.  Raises ValueError if registered is not in (0, 1).
    """
    if not 0 < registered < 1:
        raise ValueError("The prior needs a share between 0 and 1.")
    count, width = scores.shape
    found = Shares(np.zeros((count, width)), np.ones(count), np.ones(width))
    if not count or not width:
        return found
    prior = np.log10(registered / width / (1 - registered))
    logs = np.where(np.isfinite(scores), np.minimum(scores, LARGEST) + prior, -np.inf)
    weights = np.power(10.0, logs)
    for rows, columns in groups_of(weights > SLIGHT):
        some = weights[np.ix_(rows, columns)]
        if min(some.shape) > EXACT:
            pairs = _propagated(some)
        else:
            pairs = _summed(some) if some.shape[1] <= some.shape[0] else _summed(some.T).T
        found.pairs[np.ix_(rows, columns)] = pairs
    found.rows_nobody[:] = np.clip(1.0 - found.pairs.sum(axis=1), 0.0, 1.0)
    found.columns_nobody[:] = np.clip(1.0 - found.pairs.sum(axis=0), 0.0, 1.0)
    return found


def _summed(weights: FloatArray) -> FloatArray:
    """Exact shares; weights: (n, m) beside 1 for nobody, m small.  Over sets of columns, forwards and backwards."""
    count, width = weights.shape
    sets = np.arange(1 << width)
    without = [sets[(sets >> column) & 1 == 0] for column in range(width)]
    forwards, backwards = [np.zeros(len(sets))], [np.ones(len(sets))]
    forwards[0][0] = 1.0
    for row in weights:  # before each row: what all rows before it weigh, by the columns that they took
        step = forwards[-1].copy()
        for column, weight in enumerate(row):
            step[without[column] | 1 << column] += weight * forwards[-1][without[column]]
        forwards.append(step / step.max())
    for row in weights[::-1]:  # after each row: what all rows behind it weigh, by the columns taken before
        step = backwards[-1].copy()
        for column, weight in enumerate(row):
            step[without[column]] += weight * backwards[-1][without[column] | 1 << column]
        backwards.append(step / step.max())
    backwards.reverse()
    found = np.empty((count, width))
    for number, row in enumerate(weights):
        before, after = forwards[number], backwards[number + 1]
        taken = [
            weight * float(before[without[column]] @ after[without[column] | 1 << column])
            for column, weight in enumerate(row)
        ]
        found[number] = np.asarray(taken) / (float(before @ after) + sum(taken))
    return found


def _propagated(weights: FloatArray) -> FloatArray:
    """Close shares of a large group, by messages between rows and columns; of the largest, less close ones."""
    left = np.ones_like(weights)  # how free each column is for each row
    for _round in range(min(ROUNDS, max(1, WORK // weights.size))):
        told = weights / (1.0 + _others(weights * left, axis=1))
        following = 1.0 / (1.0 + _others(told, axis=0))
        moved = float(np.abs(following - left).max())
        left = following
        if moved < STILL:
            break
    each = weights * left
    return np.asarray(each / (1.0 + each.sum(axis=1, keepdims=True)))


def _others(values: FloatArray, axis: int) -> FloatArray:
    """The sum of all others of a line, for each; the largest would lose theirs in a difference, so its is summed."""
    largest = np.expand_dims(values.argmax(axis=axis), axis)
    found = values.sum(axis=axis, keepdims=True) - values
    rest = values.copy()
    np.put_along_axis(rest, largest, 0.0, axis)
    np.put_along_axis(found, largest, rest.sum(axis=axis, keepdims=True), axis)
    return np.asarray(found)
