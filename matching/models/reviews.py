"""What reviewers decided about a pair: append-only, the reasons sealed.

The coded decision lies with the pair, in layer 1, for those who see the pair must see who still has to decide.  The
reasons and the words lie in ring 3f of the case, never of the remains: they are about the missing person, so they die
with that record's keys when the family's data are erased.  For two records of one kind it is the left one, and erasing
the other deletes the rows with the pair.  What is written about somebody found alive lies in ring 4w with that person.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Account, Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.models import Case, Whereabouts
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of
from matching.codes import Decision, Need, PairKind, Reason, ReviewRole
from matching.models.pairs import CandidatePair
from registry.lib.ids import uuid7
from remains.models import Remains

WORDS_MAX = 1000


class Review(models.Model):
    """One decision of one reviewer.  A later one of the same person replaces it; `withdraws` takes one back."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pair = models.ForeignKey(CandidatePair, models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(Account, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = asked(CodeField(_("In which capacity"), codes=ReviewRole), sets="F")
    sides = ArrayField(models.CharField(max_length=5), default=list)  # `left`, `right`: for whom they may speak
    decision = asked(CodeField(_("Decision"), codes=Decision), sets="F", code_list="CL-DECISION")
    needs = asked(CodesField(_("What would settle it"), codes=Need), sets="F")
    blind = models.BooleanField()  # decided without having seen the others' decisions
    data_seen = models.CharField(max_length=64)  # digest of what was on the screen
    withdraws = models.OneToOneField("self", models.CASCADE, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["pair", "decided_at"], name="review_order")]
        constraints = [
            *one_of("review", role=ReviewRole, decision=Decision),
            *all_of("review", needs=Need),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Note(RingRow):
    """Why a reviewer decided so, in codes and in words."""

    review = models.OneToOneField(Review, models.CASCADE, related_name="+")
    reasons = asked(CodesField(_("Reasons"), codes=Reason), sets="F")
    words = asked(SealedText(_("In your words"), max_length=WORDS_MAX), sets="F")

    class Meta(RingRow.Meta):
        abstract = True


class ReviewNote(Note):
    """About a missing person."""

    RING = Ring.FORENSIC
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Meta(Note.Meta):
        constraints = all_of("reviewnote", reasons=Reason)


class RemainsReviewNote(Note):
    """About two sets of remains."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")

    class Meta(Note.Meta):
        constraints = all_of("remainsreviewnote", reasons=Reason)


class WhereaboutsReviewNote(Note):
    """About somebody found alive."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, related_name="+")

    class Meta(Note.Meta):
        constraints = all_of("whereaboutsreviewnote", reasons=Reason)


NOTES: dict[PairKind, type[ReviewNote | RemainsReviewNote | WhereaboutsReviewNote]] = {
    PairKind.AM_PM: ReviewNote,
    PairKind.AM_AM: ReviewNote,
    PairKind.PM_PM: RemainsReviewNote,
    PairKind.AM_ALIVE: WhereaboutsReviewNote,
}
