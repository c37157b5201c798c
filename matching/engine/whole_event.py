"""Who of an event could be whom, all together: the one-to-one assignment that the evidence supports most.

Pair by pair the best remains of one missing person may be the better ones of another; only all together they fall into
place.  A person or remains may stay without a partner: it costs nothing, and a pair is worth naming only if its
evidence outweighs `least`.  What comes out is an order of work; it identifies nobody.

Source: Kuhn 1955 and Munkres 1957 (assignment); shortest augmenting paths after Jonker and Volgenant 1987.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray

NOBODY = -1


def assign(scores: FloatArray, least: float = 0.0) -> NDArray[np.int64]:
    """The column of each row, NOBODY for a row without a partner; no column twice.

    scores: (n, m) log10 LR, -inf or NaN where a pair cannot be.  Of all assignments the sum of `score - least` over
    the pairs is greatest.
    """
    gains = np.where(np.isfinite(scores) & (scores > least), scores - least, 0.0)
    found = np.full(len(gains), NOBODY, dtype=np.int64)
    for rows, columns in groups_of(gains > 0.0):
        some = gains[np.ix_(rows, columns)]
        if len(rows) <= len(columns):
            left, right = np.arange(len(rows)), _columns(-some)
        else:
            left, right = _columns(-some.T), np.arange(len(columns))
        named = some[left, right] > 0.0
        found[rows[left[named]]] = columns[right[named]]
    return found


def groups_of(linked: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows and columns that hang together, a group at a time; what stands alone is in none.  linked: (n, m)."""
    waiting = np.asarray(linked.any(axis=1))
    while waiting.any():
        rows: NDArray[np.bool_] = np.zeros(len(linked), dtype=np.bool_)
        rows[np.argmax(waiting)] = True
        while True:
            columns = linked[rows].any(axis=0)
            grown = np.asarray(linked[:, columns].any(axis=1))
            if np.array_equal(grown, rows):
                break
            rows = grown
        waiting &= ~rows
        yield np.flatnonzero(rows), np.flatnonzero(columns)


def worth(scores: FloatArray) -> float:
    """`least` for an event: among as many files as the larger side has, a pair must stand out by as much."""
    return float(np.log10(max(*scores.shape, 1)))


def _columns(costs: FloatArray) -> NDArray[np.int64]:
    """The column of each row in the cheapest assignment of all rows; costs: (n, m), n <= m, finite.

    Row and column 0 stand for nobody, as the sources have it: potentials, who holds a column, and the way back.
    """
    rows, columns = costs.shape
    of_row, of_column = np.zeros(rows + 1), np.zeros(columns + 1)
    holder = np.zeros(columns + 1, dtype=np.int64)
    for row in range(1, rows + 1):
        way = np.zeros(columns + 1, dtype=np.int64)
        nearest = np.full(columns + 1, np.inf)
        seen = np.zeros(columns + 1, dtype=np.bool_)
        holder[0], at = row, 0
        while True:
            seen[at] = True
            reduced = costs[holder[at] - 1] - of_row[holder[at]] - of_column[1:]
            shorter = ~seen[1:] & (reduced < nearest[1:])
            nearest[1:][shorter], way[1:][shorter] = reduced[shorter], at
            following = int(np.argmin(np.where(seen[1:], np.inf, nearest[1:]))) + 1
            step = nearest[following]
            of_row[holder[seen]] += step
            of_column[seen] -= step
            nearest[~seen] -= step
            at = following
            if holder[at] == 0:
                break
        while at:
            before = int(way[at])
            holder[at], at = holder[before], before
    found = np.full(rows, NOBODY, dtype=np.int64)
    taken = np.flatnonzero(holder[1:])
    found[holder[1:][taken] - 1] = taken
    return found
