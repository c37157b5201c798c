"""Belongings in care (ring 3f): each under a number of its own, with its chain of steps.

What it is stands in words of its own, as on a bag of evidence: the list of the description may be corrected, and what
was taken into care is answered for all the same.  The database keeps the chain as it keeps that of the remains.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from accessctl.tokens import TOKEN
from cases.vocabulary.coded import CodeField, one_of
from remains.belongings.codes import BelongingStepKind
from remains.models.custody import DIGEST, StoragePlace
from remains.models.remains import Remains

LONGEST_WORDS = 600
NAME = f"^[0-9a-f]{{{TOKEN}}}$"


class KeptBelonging(RingRow):
    """A belonging that was taken into care.  item: its name in the list of belongings, whatever becomes of that row."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(editable=False)
    item = models.CharField(max_length=TOKEN, editable=False)
    what = asked(SealedText(_("What it is"), max_length=LONGEST_WORDS), sets="F", std="DVI*")

    class Meta(RingRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["remains", "number"], name="keptbelonging_number_once"),
            models.UniqueConstraint(fields=["remains", "item"], name="keptbelonging_item_once"),
            models.CheckConstraint(condition=Q(item__regex=NAME), name="keptbelonging_item_name"),
        ]


class BelongingStep(RingRow):
    """One step of the way of a belonging, as one person wrote it."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    belonging = models.ForeignKey(KeptBelonging, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(editable=False)
    kind = asked(CodeField(_("What happened"), codes=BelongingStepKind), sets="F", std="DVI*")
    at = asked(models.DateTimeField(_("When")), sets="F", std="DVI*")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    place = asked(
        models.ForeignKey(
            StoragePlace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Storage place")
        ),
        sets="F", std="DVI*",
    )  # fmt: skip
    to_org = asked(
        models.ForeignKey(
            Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handed to")
        ),
        sets="F", std="DVI*",
    )  # fmt: skip
    by_order = models.BooleanField(_("By order of an authority"), default=False)
    to_person = asked(SealedText(_("Who took it over"), max_length=120, null=True, blank=True), sets="F", std="DVI*")
    seal_no = asked(SealedText(_("Number of the seal"), max_length=60, null=True, blank=True), sets="F", std="DVI*")
    order_no = asked(
        SealedText(_("Order or law it rests on"), max_length=200, null=True, blank=True), sets="F", std="DVI*"
    )
    note = asked(SealedText(_("Condition and remarks"), max_length=500, null=True, blank=True), sets="F", std="DVI*")
    nonce = SealedText(max_length=64)
    previous = models.CharField(max_length=64, null=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("belongingstep", kind=BelongingStepKind),
            models.UniqueConstraint(fields=["belonging", "number"], name="belongingstep_number_once"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="belongingstep_digest"),
            models.CheckConstraint(
                condition=Q(previous=None) | Q(previous__regex=DIGEST), name="belongingstep_previous"
            ),
            models.CheckConstraint(
                condition=Q(kind=BelongingStepKind.STORED, place__isnull=False)
                | (~Q(kind=BelongingStepKind.STORED) & Q(place=None)),
                name="belongingstep_stored_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(by_order=True) | Q(order_no__isnull=False), name="belongingstep_order_named"
            ),
            models.CheckConstraint(
                condition=~Q(kind=BelongingStepKind.RETURNED) | Q(to_person__isnull=False),
                name="belongingstep_returned_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["to_org", "kind", "-at"], name="belongingstep_handed_to")]
