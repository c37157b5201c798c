"""The compiled loops over words: how far the sounds of one word are from those of many.

Plain functions over arrays like those of `kernels`.  Nothing here knows a rate or a letter.  Both loops give the same
distances: `sound_kernel` walks any words one by one, `near_kernel` words in the order of their sounds, where those that
begin alike share the work and most are given up after a sound or two; it is made of the loops before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.kernels import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 48
"""Sounds of a word that are compared."""
_EXCHANGED = np.float32(0.45)  # two neighbours changed places
_ROUNDED = 1e-4  # sums of the same costs in another order differ by less


@compiled
def sound_kernel(
    mine: NDArray[np.int64],
    vowelless: int,
    flat: NDArray[np.int16],
    pointer: NDArray[np.int64],
    many_vowelless: NDArray[np.int8],
    swapped: NDArray[np.float32],
    alone: NDArray[np.float32],
    limit: float,
    out: NDArray[np.float32],
) -> None:
    """One word against many: the cheapest alignment of their symbols, 0 (the same) to 1 (nothing in common).

    swapped[a, b]: cost of one symbol for another; alone[a, v]: of a symbol without a counterpart in a word that writes
    its vowels (v 0) or not (1).  The sum is divided by what both words cost alone.  Above the limit out is 1.
    """
    before = np.zeros(MOST + 1, dtype=np.float32)
    above = np.zeros(MOST + 1, dtype=np.float32)
    row = np.zeros(MOST + 1, dtype=np.float32)
    n = min(len(mine), MOST)
    for w in range(len(pointer) - 1):
        out[w] = 1.0
        start = pointer[w]
        m = min(pointer[w + 1] - start, MOST)
        kind = many_vowelless[w]
        above[0] = 0.0
        for j in range(m):
            above[j + 1] = above[j] + alone[flat[start + j], vowelless]
        skipped = np.float32(0.0)
        for i in range(n):
            skipped += alone[mine[i], kind]
        total = above[m] + skipped
        if total <= 0.0:
            continue
        least = np.float32(0.0)
        for i in range(n):
            skip = alone[mine[i], kind]
            row[0] = above[0] + skip
            least_above, least = least, row[0]
            for j in range(m):
                code = flat[start + j]
                cost = min(above[j] + swapped[mine[i], code], above[j + 1] + skip, row[j] + alone[code, vowelless])
                if i > 0 and j > 0 and mine[i] == flat[start + j - 1] and mine[i - 1] == code:
                    cost = min(cost, before[j - 1] + _EXCHANGED)
                row[j + 1] = cost
                least = min(least, cost)
            if min(least, least_above) > limit * total:  # an exchange steps over one row, never over two
                break
            for j in range(m + 1):
                before[j] = above[j]
                above[j] = row[j]
        else:
            if above[m] <= limit * total:
                out[w] = above[m] / total


@compiled
def swap_kernel(
    mine: NDArray[np.int64],
    vowelless: int,
    swapped: NDArray[np.float32],
    alone: NDArray[np.float32],
    swaps: NDArray[np.float32],
    cheapest: NDArray[np.float32],
    held: NDArray[np.bool_],
) -> None:
    """Fills what one word says of every sound.

    swaps: what each of its sounds costs for another, a row for each of these; cheapest: what another costs wherever it
    stands; held: which sounds it has.
    """
    n = np.uint64(min(len(mine), MOST))
    for other in range(np.uint64(len(alone))):
        cheapest[other] = alone[other, vowelless]
        for i in range(n):
            swaps[other * n + i] = swapped[mine[i], other]
            cheapest[other] = min(cheapest[other], swapped[mine[i], other])
    for i in range(n):
        held[mine[i]] = True


@compiled
def ahead_kernel(
    flat: NDArray[np.int16],
    start: np.uint64,
    done: np.uint64,
    end: np.uint64,
    cheapest: NDArray[np.float32],
    ahead: NDArray[np.float32],
) -> None:
    """Fills what the sounds of a word from each one on cost at least, back to those that are done."""
    rest = np.float32(0.0)
    ahead[end] = rest
    j = end
    while j > done:
        j -= np.uint64(1)
        rest += cheapest[flat[start + j]]
        ahead[j] = rest


@compiled
def begin_kernel(
    mine: NDArray[np.int64],
    kind: int,
    alone: NDArray[np.float32],
    skips: NDArray[np.float32],
    column: NDArray[np.float32],
) -> np.float32:
    """Fills what the sounds of one word cost alone, each and added up, before words of a kind; returns their sum."""
    skipped = np.float32(0.0)
    for i in range(len(skips)):
        skips[i] = alone[mine[i], kind]
        skipped += skips[i]
        column[i + 1] = skipped
    return skipped


@compiled
def exchange_kernel(
    mine: NDArray[np.int64],
    last: int,
    code: np.uint64,
    columns: NDArray[np.float32],
    before: np.uint64,
    swaps: NDArray[np.float32],
    skips: NDArray[np.float32],
    skip: np.float32,
) -> np.float32:
    """The column behind the one that begins at `before`, where this sound and the one before it are both of the word
    that is sought, and may have changed places; returns the least of it.  swaps: of this sound.
    """
    n, one = np.uint64(len(skips)), np.uint64(1)
    width = n + one
    at = before + width
    cost = lowest = columns[at]
    for i in range(n):
        cost = min(columns[before + i] + swaps[i], cost + skips[i], columns[before + i + one] + skip)
        if i > np.uint64(0) and mine[i] == last and mine[i - one] == code:
            cost = min(cost, columns[before - width + i - one] + _EXCHANGED)
        columns[at + i + one] = cost
        lowest = min(lowest, cost)
    return np.float32(lowest)


@compiled
def near_kernel(
    mine: NDArray[np.int64],
    vowelless: int,
    flat: NDArray[np.int16],
    pointer: NDArray[np.int64],
    many_vowelless: NDArray[np.int8],
    common: NDArray[np.int16],
    weights: NDArray[np.float32],
    swapped: NDArray[np.float32],
    alone: NDArray[np.float32],
    limit: float,
    near: NDArray[np.int64],
    distances: NDArray[np.float32],
) -> int:
    """The words no farther than the limit from one, and how far: as `sound_kernel`.  Returns how many.

    Words stand in the order of (vowelless, sounds).  common[w]: sounds that word w
    begins with as the word before it does; weights[v, w]: what its sounds cost alone against a word that writes its
    vowels, or not.  One column of costs is kept for each sound of the word in hand, so that the next word goes on where
    it parts from this one.  A word is given up as soon as what its beginning costs and what each of its further sounds
    costs wherever it stands are too much together.
    """
    none, one, n = np.uint64(0), np.uint64(1), np.uint64(min(len(mine), MOST))
    width, kinds = n + one, np.uint64(len(alone))
    columns = np.zeros((MOST + 1) * (len(mine) + 1), dtype=np.float32)
    least = np.zeros(MOST + 1, dtype=np.float32)
    bound = np.zeros(MOST + 1, dtype=np.float32)  # what every word that begins with these sounds costs at least
    ahead = np.zeros(MOST + 1, dtype=np.float32)  # what the sounds of the word in hand from this one on cost at least
    skips = np.zeros(n, dtype=np.float32)
    swaps = np.zeros(kinds * n, dtype=np.float32)
    cheapest = np.zeros(kinds, dtype=np.float32)
    held = np.zeros(kinds, dtype=np.bool_)
    swap_kernel(mine, vowelless, swapped, alone, swaps, cheapest, held)
    skipped = np.float32(0.0)
    kind = -1
    done, found = none, 0
    for w in range(np.uint64(len(pointer) - 1)):
        if many_vowelless[w] != kind:
            kind = many_vowelless[w]
            done, skipped = none, begin_kernel(mine, kind, alone, skips, columns)
        done = min(done, np.uint64(common[w]))
        own = weights[vowelless, w] + skipped
        most = limit * own
        if own <= 0.0 or bound[done] > most:
            continue
        start = np.uint64(pointer[w])
        m = min(np.uint64(pointer[w + one]) - start, np.uint64(MOST))
        ahead_kernel(flat, start, done, m, cheapest, ahead)
        while done < m and bound[done] + ahead[done] <= most + _ROUNDED:
            code = np.uint64(flat[start + done])
            skip = alone[code, vowelless]
            before, row, at = done * width, code * n, (done + one) * width
            cost = columns[before] + skip
            columns[at] = lowest = cost
            for i in range(n):
                cost = min(columns[before + i] + swaps[row + i], cost + skips[i], columns[before + i + one] + skip)
                columns[at + i + one] = cost
                lowest = min(lowest, cost)
            if done > none and held[code] and held[flat[start + done - one]]:
                last = flat[start + done - one]
                lowest = exchange_kernel(mine, last, code, columns, before, swaps[row : row + n], skips, skip)
            least[done + one] = lowest
            bound[done + one] = max(bound[done], min(least[done], lowest))
            done += one
        if done == m and columns[m * width + n] <= most:
            near[found] = w
            distances[found] = columns[m * width + n] / own
            found += 1
    return found


@compiled
def shelf_kernel(
    flat: NDArray[np.int16],
    pointer: NDArray[np.int64],
    alone: NDArray[np.float32],
    common: NDArray[np.int16],
    weights: NDArray[np.float32],
) -> None:
    """Fills what `near_kernel` asks of words in their order: sounds in common with the one before, and weights."""
    for w in range(len(pointer) - 1):
        start = pointer[w]
        n = min(pointer[w + 1] - start, MOST)
        for kind in range(2):
            for j in range(n):
                weights[kind, w] += alone[flat[start + j], kind]
        if w > 0:
            before = pointer[w - 1]
            n = min(n, start - before)
            while common[w] < n and flat[start + common[w]] == flat[before + common[w]]:
                common[w] += 1
