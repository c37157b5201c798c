"""What else a pair could be, and what would change it: the best rival, and the facts worth asking for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accessctl.actor import Actor
from matching import selectors
from matching.codes import Task
from matching.engine.weights import DEFAULT
from matching.models import CandidatePair, EvidenceLine
from matching.shown_lines import Row
from matching.sides import Side
from matching.wording import reasons, strengths

MOST = 3  # how many wanted facts are named
LEAST_MOVE = DEFAULT.m("band", "slight")  # what would move the sum by less would tell nobody anything
Words = str | Promise


@dataclass(frozen=True)
class Rival:
    """The best other counterpart, and in words how much more or less supported it is than this one.

    record: None where the reader may know that there is another record, and not which.
    """

    record: Side | None
    more: bool
    orders: int  # of magnitude, rounded: no weight here is as exact as a ratio would promise
    words: Words


@dataclass(frozen=True)
class Wanted:
    """What to do about a missing fact, and how far it would move the sum on average if it were known, log10."""

    line: str
    side: str
    words: Words
    move: float

    @property
    def effect(self) -> Words:
        """The sentence of the move."""
        return strengths.move(self.move)


def rival(actor: Actor, pair: CandidatePair, ranking: Any, task: Task, own_ref: str) -> Rival | None:
    """The best other place in the list of the same remains (or report) that the reader may know of.

    SECURITY: a place that a firewall or a family keeps from the reader's organisation is passed over in silence:
    "another record" would tell who asks with an invented record that somebody hidden is in the registry.
    """
    if ranking is None or pair.score is None:
        return None
    places = [(ref, score) for ref, score in zip(ranking.refs, ranking.scores, strict=True) if ref != own_ref]
    if not places:
        return None
    refs = [ref for ref, _ in places]
    seen = selectors.counterparts(actor, task, refs)
    known = {*seen, *selectors.mentioned(actor, task, refs)}
    best = next(((ref, score) for ref, score in places if ref in known), None)
    if best is None:
        return None
    ref, score = best
    apart = pair.score - score
    return Rival(seen.get(ref), more=apart < 0, orders=round(abs(apart)), words=reasons.rival(apart))


def wanted(lines: list[EvidenceLine], rows: list[Row]) -> list[Wanted]:
    """What would change this most, among the facts that somebody can be asked for; the greatest move first."""
    shown = {row.key for row in rows if not row.held}
    missing = [line for line in lines if line.potential >= LEAST_MOVE and line.line in shown]
    asked = [
        Wanted(line.line, reasons.lacking_side(line.reason), words, line.potential)
        for line in sorted(missing, key=lambda line: -line.potential)
        if (words := reasons.need(line.line, line.reason))
    ]
    return asked[:MOST]
