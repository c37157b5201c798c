"""What a list is worth as a whole: an open world in which none of the listed may be the one.

Decides the share of belief per candidate and for "none of these".  The figures are for ordering and for words; they
are never shown as numbers and are no probability of identity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.engine.score import Ranking
    from matching.engine.weights import Rates

# Lower bounds of the bands of a share of belief, for words only.
_BANDS = ((0.9, "dominant"), (0.5, "leading"), (0.1, "possible"), (0.01, "slight"), (0.0, "negligible"))


@dataclass(frozen=True, slots=True)
class ListPosterior:
    """Belief per listed candidate, in the list's order, and that none of all considered is the one."""

    shares: tuple[float, ...]
    none: float
    bands: tuple[str, ...]
    none_band: str


def open_world(log10_lrs: Sequence[float], log10_sum: float, n: int, registered: float) -> tuple[list[float], float]:
    """`P(i) = (pi/N) LR_i / [(1-pi) + (pi/N) sum LR]` and `P(none)`.

    log10_sum is over all n candidates, not only those given.  Raises ValueError if registered is not in (0, 1) or n
    is not positive.
    """
    if not 0 < registered < 1 or n <= 0:
        raise ValueError("The prior needs a share between 0 and 1 and at least one candidate.")
    prior = registered / n
    whole = (1 - registered) + prior * 10.0**log10_sum
    return [prior * 10.0**lr / whole for lr in log10_lrs], (1 - registered) / whole


def odds(log10_lr: float, n: int, registered: float) -> float:
    """Posterior odds of a single candidate with the prior p = pi / N."""
    p = registered / n
    return p / (1 - p) * math.pow(10.0, log10_lr)


def none_of(log10_sum: float, n: int, direction: str, rates: Rates) -> float:
    """P(none) of a list whose n candidates' likelihood ratios add up to this; 1 when there is no candidate."""
    return open_world((), log10_sum, n, rates.m("registered", direction))[1] if n else 1.0


def of_ranking(ranking: Ranking, direction: str, rates: Rates) -> ListPosterior:
    """The posterior of a ranking.  direction: `am-pm` (a report looks for remains), `pm-am` or `am-am`."""
    if not ranking.considered:
        return ListPosterior((), 1.0, (), band(1.0))
    registered = rates.m("registered", direction)
    shares, none = open_world(ranking.capped, ranking.log10_sum, ranking.considered, registered)
    return ListPosterior(tuple(shares), none, tuple(band(s) for s in shares), band(none))


def band(share: float) -> str:
    """Code of the words for a share of belief."""
    return next(word for least, word in _BANDS if share >= least)


def best_rival(ranking: Ranking, ref: str) -> tuple[str, float] | None:
    """The best other candidate, and how many orders of magnitude it is less supported than ref (negative: more).

    None if ref is not in the ranking or stands alone.
    """
    if ref not in ranking.refs:
        return None
    own = ranking.scores[ranking.refs.index(ref)]
    others = [(score, other) for score, other in zip(ranking.scores, ranking.refs, strict=True) if other != ref]
    if not others:
        return None
    score, other = max(others, key=lambda pair: pair[0])
    return other, own - score


def times(orders: float) -> int:
    """Orders of magnitude as a rounded factor for a sentence: `40 times less supported`."""
    factor = 10.0 ** abs(orders)
    digits = max(math.floor(math.log10(factor)), 0)
    return int(round(factor, -digits)) if factor >= 10 else max(round(factor), 1)
