"""The journey of a missing person, leg by leg."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedValue
from cases.codes import LegCompleted, Transport
from cases.models.case import Case
from cases.models.sources import CaseSource
from cases.vocabulary.coded import CodeField, one_of
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate


class JourneyLeg(RingRow):
    """One leg: from where to where, when, by which means, and whether it is known or was only planned."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")
    seq = models.PositiveSmallIntegerField(_("Order"))
    from_place = asked(
        SealedValue(_("From"), codec=Place, null=True, blank=True),
        why=_("The way taken"), sets="S", std="ICRC*",
    )  # fmt: skip
    to_place = asked(
        SealedValue(_("To"), codec=Place, null=True, blank=True),
        why=_("The way taken"), sets="S", std="ICRC*",
    )  # fmt: skip
    depart = asked(
        SealedValue(_("Left on"), codec=PartialDate, null=True, blank=True),
        why=_("When it was"), sets="S", std="ICRC*",
    )  # fmt: skip
    arrive = asked(
        SealedValue(_("Arrived on"), codec=PartialDate, null=True, blank=True),
        why=_("When it was"), sets="S", std="ICRC*",
    )  # fmt: skip
    completed = asked(
        CodeField(_("Known or planned"), codes=LegCompleted, default=LegCompleted.UNKNOWN),
        why=_("Known or only planned"), sets="S",
    )  # fmt: skip
    transport = asked(
        CodeField(_("Means of travel"), codes=Transport, null=True, blank=True),
        why=_("How they travelled"), sets="S", std="DVI*", code_list="CL-TRANS",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        ordering = ["seq"]
        constraints = [
            *one_of("journeyleg", completed=LegCompleted, transport=Transport),
            models.UniqueConstraint(fields=["case", "seq"], name="journeyleg_seq_once"),
        ]
