"""The compiled loops over names: which of many hold a word, and the words of one name against those of many.

Plain functions over arrays like those of `kernels`.  Nothing here knows a rate or a letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.kernels import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
def _aligned(
    slots: NDArray[np.int32],
    table: NDArray[np.float64],
    tokens: NDArray[np.int32],
    start: int,
    end: int,
    parent_links: NDArray[np.float64],
    touched: bool,
    costs: NDArray[np.float64],
    links: NDArray[np.float64],
    where: NDArray[np.int64],
    used: NDArray[np.bool_],
) -> float:
    """One name (rows of table) against another (tokens from start to end).  touched: a parent's word is related."""
    mine = min(table.shape[0], 16)
    theirs = min(end - start, 16)
    related = 0
    only = 0.0
    for j in range(theirs):
        slot = slots[tokens[start + j]]
        if slot > 0:  # most words are related to none
            for i in range(mine):
                if table[i, slot] > 0.0:
                    related += 1
                    only = table[i, slot]
    if touched or related > 1:
        for j in range(theirs):
            slot = slots[tokens[start + j]]
            for i in range(mine):
                links[i, j] = table[i, slot]
        return float(align(links, mine, theirs, parent_links, costs, where, used))
    if related == 1:  # most names that hold a related word hold one
        rest = costs[0] * min(mine - 1, theirs - 1) + costs[1] * max(abs(mine - theirs) - 1, 0)
        return float(only + costs[0] + rest)
    return float(unrelated(mine, theirs, costs))


@compiled
def clue_kernel(
    records: NDArray[np.int64],
    slots: NDArray[np.int32],
    table: NDArray[np.float64],
    tokens: NDArray[np.int32],
    token_pointer: NDArray[np.int64],
    name_pointer: NDArray[np.int64],
    parents: NDArray[np.int32],
    parent_pointer: NDArray[np.int64],
    costs: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """One name against the names of some reports: the best alignment, NaN for a report without name.

    table[i, slots[v]]: log LR of word i against word v of the reports' vocabulary, above that of a clash.
    """
    mine = min(table.shape[0], 16)
    links = np.zeros((16, 16))
    parent_links = np.zeros(16)
    where = np.zeros(16, dtype=np.int64)
    used = np.zeros(16, dtype=np.bool_)
    for k in range(len(records)):
        r = records[k]
        from_parents = False
        for i in range(mine):
            parent_links[i] = 0.0
        for j in range(parent_pointer[r], parent_pointer[r + 1]):
            slot = slots[parents[j]]
            if slot > 0:
                from_parents = True
                for i in range(mine):
                    parent_links[i] = max(parent_links[i], table[i, slot])
        best = -np.inf
        for name in range(name_pointer[r], name_pointer[r + 1]):
            start, end = token_pointer[name], token_pointer[name + 1]
            if end > start:
                one = _aligned(slots, table, tokens, start, end, parent_links, from_parents, costs, links, where, used)
                best = max(best, one)
        out[k] = best if best > -np.inf else np.nan


@compiled
def parents_kernel(
    records: NDArray[np.int64],
    slots: NDArray[np.int32],
    table: NDArray[np.float64],
    parents: NDArray[np.int32],
    parent_pointer: NDArray[np.int64],
    costs: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """One name against the words of the parents of some reports; NaN for a report that names none."""
    links = np.zeros((16, 16))
    nobody = np.zeros(16)
    where = np.zeros(16, dtype=np.int64)
    used = np.zeros(16, dtype=np.bool_)
    for k in range(len(records)):
        start, end = parent_pointer[records[k]], parent_pointer[records[k] + 1]
        out[k] = np.nan
        if end > start:
            out[k] = _aligned(slots, table, parents, start, end, nobody, False, costs, links, where, used)


@compiled
def report_kernel(
    names: NDArray[np.int64],
    slots: NDArray[np.int32],
    table: NDArray[np.float64],
    tokens: NDArray[np.int32],
    token_pointer: NDArray[np.int64],
    own_pointer: NDArray[np.int64],
    costs: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """The same the other way round: some of many names against those of one report; NaN if the report has none.

    table[j, slots[v]]: likewise, of word j of the report against word v of the vocabulary; own_pointer says which rows
    make which name; those behind its end are words of the parents.
    """
    links = np.zeros((16, 16))
    parent_links = np.zeros(16)
    where = np.zeros(16, dtype=np.int64)
    used = np.zeros(16, dtype=np.bool_)
    behind = own_pointer[-1]
    for k in range(len(names)):
        start = token_pointer[names[k]]
        mine = min(token_pointer[names[k] + 1] - start, 16)
        touched = False
        for i in range(mine):
            parent_links[i] = 0.0
            slot = slots[tokens[start + i]]
            if slot > 0:
                touched = True
                for j in range(behind, table.shape[0]):
                    parent_links[i] = max(parent_links[i], table[j, slot])
        best = -np.inf
        for name in range(len(own_pointer) - 1):
            first = own_pointer[name]
            theirs = min(own_pointer[name + 1] - first, 16)
            if theirs == 0:
                continue
            if touched:
                for i in range(mine):
                    slot = slots[tokens[start + i]]
                    for j in range(theirs):
                        links[i, j] = table[first + j, slot]
                one = align(links, mine, theirs, parent_links, costs, where, used)
            else:
                one = unrelated(mine, theirs, costs)
            best = max(best, one)
        out[k] = best if best > -np.inf else np.nan


@compiled
def given_kernel(
    records: NDArray[np.int64],
    slots: NDArray[np.int32],
    likely: NDArray[np.bool_],
    tokens: NDArray[np.int32],
    token_pointer: NDArray[np.int64],
    name_pointer: NDArray[np.int64],
    own_pointer: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    """Whether either first word stands anywhere in the other name, for any name of a report and any of each record.

    likely[i, slots[v]]: whether word i of the report is rather word v than another.
    """
    for k in range(len(records)):
        out[k] = False
        for name in range(name_pointer[records[k]], name_pointer[records[k] + 1]):
            start = token_pointer[name]
            for own in range(len(own_pointer) - 1):
                first = own_pointer[own]
                for i in range(first, own_pointer[own + 1]):
                    out[k] = out[k] or likely[i, slots[tokens[start]]]
                for j in range(start, token_pointer[name + 1]):
                    out[k] = out[k] or likely[first, slots[tokens[j]]]


@compiled
def mixture_kernel(
    own: NDArray[np.float64],
    relative: NDArray[np.float64],
    kinds: NDArray[np.int64],
    pointer: NDArray[np.int64],
    p: NDArray[np.float64],
    q: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """log10 LR of what was found with remains.  Clues of one kind stand together and are one fact: the best counts.

    own, relative: natural log LR of each clue as the person's own name and as a parent's, NaN where no parent is known;
    p, q: by kind, how often it is the one or the other; pointer: where the clues of each pair begin.
    """
    for r in range(len(out)):
        total = 0.0
        best = 0.0
        kind = -1
        for c in range(pointer[r], pointer[r + 1]):
            other = 1.0 if np.isnan(relative[c]) else np.exp(relative[c])
            one = np.log10(p[kinds[c]] * np.exp(own[c]) + q[kinds[c]] * other + 1 - p[kinds[c]] - q[kinds[c]])
            if kinds[c] != kind:
                total += best
                best = one
                kind = kinds[c]
            else:
                best = max(best, one)
        out[r] = total + best


@compiled
def posting_kernel(
    tokens: NDArray[np.int32], pointer: NDArray[np.int64], ends: NDArray[np.int64], held: NDArray[np.int32]
) -> None:
    """Puts each record where its words' records stand: ends[v] is where those of word v end so far."""
    for r in range(len(pointer) - 1):
        for j in range(pointer[r], pointer[r + 1]):
            held[ends[tokens[j]]] = r
            ends[tokens[j]] += 1


@compiled
def touch_kernel(
    related: NDArray[np.int32], pointer: NDArray[np.int64], held: NDArray[np.int32], touched: NDArray[np.bool_]
) -> None:
    """Marks the records that hold a related word, by what `posting_kernel` put in order."""
    for v in related:
        if v < len(pointer) - 1:
            for k in range(pointer[v], pointer[v + 1]):
                touched[held[k]] = True


@compiled
def walk_kernel(
    slots: NDArray[np.int32], tokens: NDArray[np.int32], pointer: NDArray[np.int64], touched: NDArray[np.bool_]
) -> None:
    """Marks the records that hold a related word, by reading them all."""
    for r in range(len(touched)):
        for j in range(pointer[r], pointer[r + 1]):
            touched[r] = touched[r] or slots[tokens[j]] > 0
