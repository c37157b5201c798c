"""The compiled loops over names: the sounds of one word against many, the words of one name against many.

Plain functions over arrays like those of `kernels`.  Nothing here knows a rate or a letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.kernels import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def sound_kernel(
    mine: NDArray[np.int64],
    vowelless: int,
    flat: NDArray[np.int64],
    pointer: NDArray[np.int64],
    many_vowelless: NDArray[np.int64],
    swapped: NDArray[np.float32],
    alone: NDArray[np.float32],
    limit: float,
    out: NDArray[np.float32],
) -> None:
    """One word against many: the cheapest alignment of their symbols, 0 (the same) to 1 (nothing in common).

    swapped[a, b]: cost of one symbol for another; alone[a, v]: of a symbol without a counterpart in a word that writes
    its vowels (v 0) or not (1).  The sum is divided by what both words cost alone.  Above the limit out is 1.
    """
    before = np.zeros(49, dtype=np.float32)
    above = np.zeros(49, dtype=np.float32)
    row = np.zeros(49, dtype=np.float32)
    n = min(len(mine), 48)
    for w in range(len(pointer) - 1):
        out[w] = 1.0
        start = pointer[w]
        m = min(pointer[w + 1] - start, 48)
        kind = many_vowelless[w]
        above[0] = 0.0
        for j in range(m):
            above[j + 1] = above[j] + alone[flat[start + j], vowelless]
        total = above[m]
        for i in range(n):
            total += alone[mine[i], kind]
        if total <= 0.0:
            continue
        for i in range(n):
            skip = alone[mine[i], kind]
            row[0] = above[0] + skip
            least = row[0]
            for j in range(m):
                code = flat[start + j]
                cost = min(above[j] + swapped[mine[i], code], above[j + 1] + skip, row[j] + alone[code, vowelless])
                if i > 0 and j > 0 and mine[i] == flat[start + j - 1] and mine[i - 1] == code:
                    cost = min(cost, before[j - 1] + np.float32(0.45))  # two neighbours changed places
                row[j + 1] = cost
                least = min(least, cost)
            if least > limit * total:
                break
            for j in range(m + 1):
                before[j] = above[j]
                above[j] = row[j]
        else:
            if above[m] <= limit * total:
                out[w] = above[m] / total


@compiled
def align(
    links: NDArray[np.float64],
    mine: int,
    theirs: int,
    parent_links: NDArray[np.float64],
    costs: NDArray[np.float64],
    where: NDArray[np.int64],
    used: NDArray[np.bool_],
) -> float:
    """Best greedy alignment of the words of two names; natural log.

    links[i, j]: log LR of word i against word j above that of a clash, 0 where they are unrelated; parent_links[i]: of
    word i against the nearest word of a parent's name.  costs: clash (words left over on both sides), missing (each
    further word on one side; the first is free), order (words in another order), parent (probability that such a word
    is a parent's name).
    """
    total = 0.0
    matched = 0
    for j in range(theirs):
        used[j] = False
    for i in range(mine):
        where[i] = -1
    for _ in range(min(mine, theirs)):
        best = 0.0
        bi = -1
        bj = -1
        for i in range(mine):
            if where[i] < 0:
                for j in range(theirs):
                    if not used[j] and links[i, j] > best:
                        best = links[i, j]
                        bi = i
                        bj = j
        if bi < 0:
            break
        where[bi] = bj
        used[bj] = True
        total += best + costs[0]
        matched += 1
    last = -1
    swapped = False
    for i in range(mine):
        if where[i] >= 0:
            if where[i] < last:
                swapped = True
            last = where[i]
    if swapped:
        total += costs[2]
    left_mine = mine - matched
    left_theirs = theirs - matched
    for i in range(mine):
        behind = parent_links[i] + costs[0]
        if where[i] < 0 and behind > 0.0:
            total += np.log(costs[3] * np.exp(behind) + 1.0 - costs[3])
            left_mine -= 1
    total += costs[0] * min(left_mine, left_theirs)
    total += costs[1] * max(abs(left_mine - left_theirs) - 1, 0)
    return float(total)


@compiled
def unrelated(mine: int, theirs: int, costs: NDArray[np.float64]) -> float:
    """What `align` says of two names of which no word is related to any; natural log."""
    return float(costs[0] * min(mine, theirs) + costs[1] * max(abs(mine - theirs) - 1, 0))


@compiled
def related_words(table: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which words of the vocabulary are related to any row.  Most names hold none and need no alignment."""
    related = np.zeros(table.shape[1], dtype=np.bool_)
    for i in range(table.shape[0]):
        for v in range(table.shape[1]):
            if table[i, v] > 0.0:
                related[v] = True
    return related


@compiled
def clue_kernel(
    table: NDArray[np.float64],
    tokens: NDArray[np.int64],
    token_pointer: NDArray[np.int64],
    name_pointer: NDArray[np.int64],
    parents: NDArray[np.int64],
    parent_pointer: NDArray[np.int64],
    costs: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """One name (rows of table) against the names of each report: the best alignment, NaN for a report without name.

    table[i, v]: log LR of word i against word v of the reports' vocabulary, above that of a clash.
    """
    mine = min(table.shape[0], 16)
    links = np.zeros((16, 16))
    parent_links = np.zeros(16)
    where = np.zeros(16, dtype=np.int64)
    used = np.zeros(16, dtype=np.bool_)
    related = related_words(table)
    for r in range(len(name_pointer) - 1):
        best = -np.inf
        from_parents = False
        for j in range(parent_pointer[r], parent_pointer[r + 1]):
            from_parents = from_parents or related[parents[j]]
        for i in range(mine):
            parent_links[i] = 0.0
            if from_parents:
                for j in range(parent_pointer[r], parent_pointer[r + 1]):
                    parent_links[i] = max(parent_links[i], table[i, parents[j]])
        for name in range(name_pointer[r], name_pointer[r + 1]):
            start = token_pointer[name]
            theirs = min(token_pointer[name + 1] - start, 16)
            touched = from_parents
            for j in range(theirs):
                touched = touched or related[tokens[start + j]]
            if theirs > 0 and not touched:
                best = max(best, unrelated(mine, theirs, costs))
            elif theirs > 0:
                for i in range(mine):
                    for j in range(theirs):
                        links[i, j] = table[i, tokens[start + j]]
                best = max(best, align(links, mine, theirs, parent_links, costs, where, used))
        out[r] = best if best > -np.inf else np.nan


@compiled
def report_kernel(
    table: NDArray[np.float64],
    tokens: NDArray[np.int64],
    token_pointer: NDArray[np.int64],
    own_rows: NDArray[np.int64],
    own_pointer: NDArray[np.int64],
    parent_rows: NDArray[np.int64],
    costs: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """The same the other way round: many names (of clues) against the names of one report.

    table[j, v]: likewise, of word j of the report against word v of the clues' vocabulary; own_rows and own_pointer say
    which rows make which name, parent_rows which belong to parents.
    """
    links = np.zeros((16, 16))
    parent_links = np.zeros(16)
    where = np.zeros(16, dtype=np.int64)
    used = np.zeros(16, dtype=np.bool_)
    related = related_words(table)
    for c in range(len(token_pointer) - 1):
        start = token_pointer[c]
        mine = min(token_pointer[c + 1] - start, 16)
        touched = False
        for i in range(mine):
            touched = touched or related[tokens[start + i]]
        if not touched:
            best = -np.inf
            for name in range(len(own_pointer) - 1):
                theirs = min(own_pointer[name + 1] - own_pointer[name], 16)
                if theirs > 0:
                    best = max(best, unrelated(mine, theirs, costs))
            out[c] = best if best > -np.inf else np.nan
            continue
        for i in range(mine):
            parent_links[i] = 0.0
            for j in range(len(parent_rows)):
                parent_links[i] = max(parent_links[i], table[parent_rows[j], tokens[start + i]])
        best = -np.inf
        for name in range(len(own_pointer) - 1):
            first = own_pointer[name]
            theirs = min(own_pointer[name + 1] - first, 16)
            for i in range(mine):
                for j in range(theirs):
                    links[i, j] = table[own_rows[first + j], tokens[start + i]]
            if theirs > 0:
                best = max(best, align(links, mine, theirs, parent_links, costs, where, used))
        out[c] = best if best > -np.inf else np.nan
