"""Parts of one ranking, each made over records of its own, as the ranking over all of them.

Decides nothing new: whoever ranks everything at once gets the same list, counts and sum.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matching.engine.score import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.engine.weights import Rates


def joined(parts: Sequence[Ranking], k: int, rates: Rates) -> Ranking:
    """The ranking of one probe among the records of all parts, of which none is in two.

    Raises ValueError if the parts are of different probes, tasks, weights or references: their scores cannot be
    compared.
    """
    if len({(part.probe, part.task, part.version) for part in parts}) != 1:
        raise ValueError("The parts are not of one ranking.")
    if len(parts) == 1:
        return parts[0]
    places = [place for part in parts for place in zip(part.scores, part.refs, part.capped, strict=True)]
    places.sort(key=lambda place: (-place[0], place[1]))
    kept, rest = places[:k], places[k:]
    return Ranking(
        probe=parts[0].probe, task=parts[0].task, version=parts[0].version,
        refs=tuple(ref for _, ref, _ in kept), scores=tuple(score for score, _, _ in kept),
        capped=tuple(capped for _, _, capped in kept), considered=sum(part.considered for part in parts),
        excluded=sum(part.excluded for part in parts), log10_sum=_sum(parts, rest, rates.m("cap", "total")),
    )  # fmt: skip


def _sum(parts: Sequence[Ranking], unlisted: Sequence[tuple[float, str, float]], most: float) -> float:
    """log10 of the sum of all LR; those listed in a part only are believed as the unlisted are, under one cap."""
    shown = (-(10.0**capped) for _, _, capped in unlisted)
    believed = (10.0 ** min(score, most) for score, _, _ in unlisted)
    total = math.fsum([*(10.0**part.log10_sum for part in parts), *shown, *believed])
    return math.log10(total) if total > 0 else -math.inf
