"""Keeping what a decision rested on, and how the pair was found, for the calibration."""

from __future__ import annotations

from collections.abc import Sequence

from matching.codes import Decision, Found, Reason, Task
from matching.models import CandidatePair, EvidenceLine, JudgedPair, Ranking, Review

# Only what a primary identifier settled may teach rates: other decisions follow the score itself.
PRIMARY = {Decision.CONFIRM: Reason.PRIMARY_FITS, Decision.EXCLUDE: Reason.PRIMARY_EXCLUDES}


def keep(review: Review, pair: CandidatePair, reasons: Sequence[Reason]) -> None:
    """Write down the lines of a pair as they stand when somebody decides."""
    JudgedPair.objects.create(
        review=review, found=Found.OPENED if pair.opened_by_id else Found.PROPOSED, rank=place_of(pair),
        primary=PRIMARY.get(Decision(review.decision)) in reasons, score=pair.score, version=pair.version,
        left_revision=pair.left_revision, right_revision=pair.right_revision,
        lines=[
            {"line": line.line, "outcome": line.outcome, "log_lr": line.log_lr, "sight": line.sight}
            for line in EvidenceLine.objects.filter(pair=pair).order_by("line")
        ],
    )  # fmt: skip


def place_of(pair: CandidatePair) -> int | None:
    """The better of its places in the lists of its two records."""
    places = []
    for task in Task:
        if task.kind == pair.kind:
            for one, other in ((pair.left, pair.right), (pair.right, pair.left)):
                row = Ranking.objects.filter(task=task, **{task.asks: one.pk}, refs__contains=[other.ref]).first()
                places += [row.refs.index(other.ref) + 1] if row else []
    return min(places, default=None)
