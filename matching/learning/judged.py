"""Judged pairs as the calibration takes them, and what how a pair was found makes of its weight.

Reviewers mostly see the heads of lists, so pairs judged there are many and say little about the rest.  Each counts by
the inverse of the probability that a pair at its rank is judged at all (inverse-probability weighting).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.columns import FloatArray
from matching.engine.sights import Sight

_ENDS = (1, 5, 20, 50, 200)  # last rank of each class
_LEAST, _MOST = 0.2, 10.0  # a single pair never outweighs all others


@dataclass(frozen=True)
class Judged:
    """One pair: log10 LR by line where both sides said something, before any line was weighed.

    primary: a primary identifier settled it; rank: None where it was in no list; kind: which comparison.
    """

    key: str
    kind: str
    same: bool
    primary: bool
    log_lrs: Mapping[str, float]
    sights: Mapping[str, Sight] = field(default_factory=dict)
    rank: int | None = None


def importance(pairs: Sequence[Judged], lists: Mapping[str, int]) -> FloatArray:
    """Weight of each pair, 1 on average.  lists: how many lists there are of each kind."""
    of = [(pair.kind, int(np.searchsorted(_ENDS, pair.rank))) if pair.rank else None for pair in pairs]
    raw = np.ones(len(pairs))
    for one in {place for place in of if place is not None}:
        kind, place = one
        width = _ENDS[min(place, len(_ENDS) - 1)] - (_ENDS[place - 1] if place else 0)
        mine = np.array([other == one for other in of])
        raw[mine] = max(lists.get(kind, 0) * max(width, 1), mine.sum()) / mine.sum()
    ranked = np.array([place is not None for place in of], dtype=bool)
    if ranked.any():
        raw[ranked] /= raw[ranked].mean()
        raw[ranked] = np.clip(raw[ranked], _LEAST, _MOST)
    return raw / raw.mean() if len(raw) else raw
