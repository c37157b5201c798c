"""What there is of remains piece by piece, records of single parts, and parts held to be of one person (ring 3f).

A part is a record of remains like any other: it has keys, custody, samples, images and comparisons of its own.  That it
was found as a part, and with whom it belongs, is said here and nowhere else.  A joining is an assertion and moves
nothing, so it is taken back as if it had never been.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Approval, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.codes import Side
from cases.vocabulary.coded import CodeField, one_of, within
from remains.codes import RemainsStatus
from remains.models.remains import Remains, RemainsSource
from remains.skeleton.codes import JoinMethod, JoinReason, JoinState, Portion, SkeletonPart

MOST_PARTS = 99
OPEN = (JoinState.HYPOTHESIS, JoinState.CONFIRMED)


class InventoryPiece(RingRow):
    """So many pieces of one portion of one element."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")
    element = asked(CodeField(_("Element"), codes=SkeletonPart), sets="F", std="DVI*")
    side = asked(CodeField(_("Side"), codes=Side), sets="F", std="DVI*")
    portion = asked(CodeField(_("How much of it"), codes=Portion), sets="F", std="DVI*")
    count = asked(models.PositiveSmallIntegerField(_("How many"), default=1), sets="F", std="DVI*")

    class Meta(RingRow.Meta):
        constraints = [
            *one_of(
                "inventorypiece",
                element=SkeletonPart,
                side=[Side.LEFT, Side.RIGHT, Side.MIDDLE, Side.UNKNOWN],
                portion=Portion,
            ),
            *within("inventorypiece", count=(1, 999)),
            models.UniqueConstraint(fields=["remains", "element", "side", "portion"], name="inventorypiece_once"),
        ]


class BodyPart(RingRow):
    """That a record is of a part, and the record it was taken out of; one that nobody knows whose it is has none."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.OneToOneField(Remains, models.CASCADE, related_name="+")
    parent = models.ForeignKey(Remains, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta(RingRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["parent", "number"], name="bodypart_number_once"),
            models.CheckConstraint(condition=~Q(parent=F("remains")), name="bodypart_not_of_itself"),
            *within("bodypart", number=(1, MOST_PARTS)),
        ]


class PartJoin(RingRow):
    """That a part is held to be of one person with other remains; confirmed by two people, each state kept.

    status_before: of the part, so that taking it back leaves it as it was.
    """

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    to = models.ForeignKey(Remains, models.CASCADE, related_name="+", verbose_name=_("Of one person with"))
    method = asked(CodeField(_("What it rests on"), codes=JoinMethod), sets="F", std="DVI*")
    note = asked(SealedText(_("What was seen"), max_length=500, null=True, blank=True), sets="F", std="DVI*")
    state = CodeField(_("State"), codes=JoinState, default=JoinState.HYPOTHESIS)
    reason = CodeField(_("Why not, or no longer"), codes=JoinReason, null=True)
    approval = models.OneToOneField(Approval, models.PROTECT, null=True, related_name="+")
    status_before = CodeField(codes=RemainsStatus, null=True)
    decided_at = models.DateTimeField(_("Decided"), null=True)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("partjoin", method=JoinMethod, state=JoinState, reason=JoinReason, status_before=RemainsStatus),
            models.UniqueConstraint(fields=["remains"], condition=Q(state__in=OPEN), name="partjoin_one_open"),
            models.CheckConstraint(condition=~Q(to=F("remains")), name="partjoin_not_with_itself"),
            models.CheckConstraint(
                condition=~Q(state=JoinState.CONFIRMED) | Q(approval__isnull=False, status_before__isnull=False),
                name="partjoin_by_two_people",
            ),
        ]
        indexes = [models.Index(fields=["to", "state"], name="partjoin_of")]
