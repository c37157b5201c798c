"""One candidate pair as its reader may see it: two records side by side, line by line.

What of a line its reader may see is said in `shown_lines`; here the lines come together with what they amount to, what
else it could be (`outlook`), and what people made of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from matching import outlook, selectors, shown_lines, weighing
from matching.codes import Decision, Need, PairKind, PairState, Reason, ReviewRole, Verdict
from matching.engine import posterior, ranges
from matching.kinship.line import Line, line_of
from matching.models import NOTES, CandidatePair, EvidenceLine, Review
from matching.outlook import Rival, Wanted
from matching.services import opening, reviewing
from matching.shown_lines import Range, Row
from matching.sides import JOINS, Side
from matching.states import Lacking, lacking
from matching.wording import reasons

Words = str | Promise


@dataclass(frozen=True)
class Opinion:
    """A decision as others read it; reasons and words only for who may open the ring that holds them."""

    review: Review
    role: ReviewRole
    decision: Decision
    standing: bool
    withdrawn: bool
    needs: list[Need]
    mine: bool
    reasons: list[Reason] = field(default_factory=list)
    words: str | None = None


@dataclass(frozen=True)
class SideBySide:
    """Everything the page of a pair shows."""

    pair: CandidatePair
    left: Side
    right: Side
    rows: list[Row]
    total: Range | None  # sum of the lines, None when lines are held back
    counted: Range | None  # the same after the caps
    awaits_ranges: bool  # they are being worked out
    considered: int | None
    compared_at: datetime | None
    none_band: str  # how likely it is that none of those considered is the one; "" before the list is made
    rival: Rival | None
    wanted: list[Wanted]
    impossible: Words
    opinions: list[Opinion]
    others_decided: int
    shows_opinions: bool
    missing: Lacking
    mine: Opinion | None
    is_own: bool  # both records are of the reader's organisation
    can_review: bool
    can_undo: bool
    can_ask_laboratory: bool
    reads_identification: bool
    stamp: str
    digest: str
    weights: weighing.Origin
    kinship: Line | None  # what relatives' profiles say, for who may know of it

    @property
    def is_duplicate(self) -> bool:
        return bool(self.pair.kind == PairKind.AM_AM)

    @property
    def is_of_the_living(self) -> bool:
        return PairKind(self.pair.kind).is_of_the_living

    @property
    def about(self) -> str:
        """What a request to see more is said to be about: nobody is told of a pair with somebody found alive."""
        return "" if self.is_of_the_living else self.pair.ref

    @property
    def held(self) -> bool:
        return any(row.held for row in self.rows)

    @property
    def compared(self) -> list[Row]:
        """The lines that say something, or would if they were not held back."""
        return [row for row in self.rows if row.verdict is not Verdict.NOT_COMPARABLE]

    @property
    def incomparable(self) -> list[Row]:
        return [row for row in self.rows if row.verdict is Verdict.NOT_COMPARABLE]

    @property
    def none_words(self) -> Words:
        return reasons.NONE_BANDS.get(self.none_band, "")


def open_pair(actor: Actor, ref: str, *, show_opinions: bool = False) -> SideBySide:
    """A pair with the values the reader may see.  Raises NotFound.

    The others' decisions are shown once the reader has decided, or asks for them: a second opinion is worth more blind.
    """
    found = door.fetch(actor, CandidatePair, ref=ref)
    pair = door.visible(actor, CandidatePair).select_related(*JOINS).get(pk=found.pk)
    lines = list(door.visible(actor, EvidenceLine).filter(pair=pair))
    reach = {row.pk: door.rings(actor, row) for row in (pair.left, pair.right)}
    rows = shown_lines.rows(actor, pair, lines, reach)
    total, counted = (None, None) if any(row.held for row in rows) else _sums(pair, lines)
    ranking_task, asks = selectors.list_of(pair)
    ranking = selectors.ranking_of(actor, asks, ranking_task)
    kinship = line_of(actor, pair, reach)
    reviews = _reviews(actor, pair)
    mine, others = _deciders(actor, pair, reviews)
    shown = show_opinions or mine > 0
    opinions = _opinions(actor, pair, reviews, reach, everyone=shown)
    decided = reviewing.of_round(pair)
    can_review = door.can(actor, door.Action.REVIEW, pair) and pair.evidence_at is not None and not pair.concluded
    return SideBySide(
        pair=pair,
        left=pair.left,
        right=pair.right,
        rows=rows,
        total=total,
        counted=counted,
        awaits_ranges=opening.want_ranges(pair, lines),
        considered=ranking.considered if ranking else None,
        compared_at=pair.evidence_at,
        none_band=posterior.band(selectors.none_of_seen(actor, ranking)) if ranking else "",
        rival=outlook.rival(actor, pair, ranking, ranking_task, pair.other(asks).ref),
        wanted=[] if PairKind(pair.kind).is_of_the_living else outlook.wanted(lines, rows),
        impossible=reasons.IMPOSSIBLE.get(pair.impossible, ""),
        opinions=opinions,
        others_decided=others,
        shows_opinions=shown,
        missing=lacking(reviewing.standing(decided)),
        mine=next((one for one in opinions if one.mine and one.standing), None),
        is_own={pair.left.owner_id, pair.right.owner_id} == {actor.organisation_id},
        can_review=can_review and bool(reviewing.capacities(actor, pair)),
        can_undo=can_review and reviewing.undoable(actor, pair, decided) is not None,
        can_ask_laboratory=can_review and _is_for_a_laboratory(pair) and reviewing.may_ask_laboratory(actor),
        reads_identification=pair.kind == PairKind.AM_PM and Ring.FORENSIC in reach[pair.right.pk],
        stamp=reviewing.stamp_of(pair),
        digest=_digest(pair, rows, kinship),
        weights=weighing.origin_of(actor, pair.version),
        kinship=kinship,
    )


def _sums(pair: CandidatePair, lines: list[EvidenceLine]) -> tuple[Range | None, Range | None]:
    """What the lines add up to, and what of it counts."""
    weighed = shown_lines.weighed(lines)
    total = Range.around(sum(line.log_lr for line in lines), ranges.of_total(weighed) if weighed else None)
    if pair.score is None:
        return total, None
    rates = weighing.rates_of(pair.version)
    return total, Range.around(pair.score, ranges.of_counted(weighed, rates) if weighed else None)


def waiting(actor: Actor, ref: str) -> CandidatePair:
    """A pair whose evidence may still be on its way.  Raises NotFound."""
    return door.fetch(actor, CandidatePair, ref=ref)


def awaits_ranges(actor: Actor, pair: CandidatePair) -> bool:
    """Whether the ranges of its lines are still being worked out."""
    return opening.want_ranges(pair, list(door.visible(actor, EvidenceLine).filter(pair=pair)))


def _reviews(actor: Actor, pair: CandidatePair) -> list[Review]:
    """The decisions about a pair in their order, of every round."""
    rows = door.visible(actor, Review).filter(pair=pair).select_related("organisation")
    return list(rows.order_by("decided_at", "pk"))


def _opinions(
    actor: Actor, pair: CandidatePair, reviews: list[Review], reach: dict[Any, frozenset[Ring]], *, everyone: bool
) -> list[Opinion]:
    """The decisions the reader may read now, newest first."""
    me = actor.account.pk if actor.account else None
    shown = [row for row in reviews if row.withdraws_id is None and (everyone or row.reviewer_id == me)]
    notes: dict[Any, Any] = {}
    table = NOTES[PairKind(pair.kind)]
    record = getattr(pair, table.RECORD)
    if shown and table.RING in reach[record.pk]:
        opened = door.open(actor, record, table.RING, tables=[table])
        notes = {note.review_id: note for note in opened.rows(record, table)}
    withdrawn = {row.withdraws_id for row in reviews if row.withdraws_id}
    counts = {row.pk for row in reviewing.counting([row for row in reviews if row.round == pair.round])}
    return [
        Opinion(
            review=row, role=ReviewRole(row.role), decision=Decision(row.decision), standing=row.pk in counts,
            withdrawn=row.pk in withdrawn, needs=[Need(code) for code in row.needs], mine=row.reviewer_id == me,
            reasons=[Reason(code) for code in notes[row.pk].reasons] if row.pk in notes else [],
            words=notes[row.pk].words if row.pk in notes else None,
        )
        for row in reversed(shown)
    ]  # fmt: skip


def _deciders(actor: Actor, pair: CandidatePair, reviews: list[Review]) -> tuple[int, int]:
    """How many decisions of this round are the reader's, and how many other people's."""
    counted = reviewing.counting([row for row in reviews if row.round == pair.round])
    mine = sum(actor.account is not None and row.reviewer_id == actor.account.pk for row in counted)
    return mine, len(counted) - mine


def _is_for_a_laboratory(pair: CandidatePair) -> bool:
    """Whether a genetic comparison is the next step, or asked for already."""
    return pair.kind == PairKind.AM_PM and pair.state in (PairState.HYPOTHESIS, PairState.LAB_REQUESTED)


def _digest(pair: CandidatePair, rows: list[Row], kinship: Line | None) -> str:
    """Names what was on the screen, values only by the revisions of their records."""
    content = [
        reviewing.stamp_of(pair),
        [[row.key, row.outcome, row.size and row.size.value, row.held] for row in rows],
        kinship and [kinship.weighed_at.isoformat(), kinship.found is not None],
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
