"""Whose code a donor's is: the one place that joins a relative to what laboratories know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from cases.codes import Bool3
from cases.models import Case, Donor
from cases.vocabulary.coded import CodeField, one_of
from families.codes import FamilySide
from families.models.relatives import Relative


class DonorLink(RingRow):
    """The donor that a relative is, or whose giving of an object of the missing person they agreed to."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Relative, models.CASCADE, related_name="+")
    donor = models.OneToOneField(Donor, models.PROTECT, related_name="+")
    biological = asked(
        CodeField(_("Related by blood"), codes=Bool3, default=Bool3.UNKNOWN),
        why=_("Only blood relatives can help by DNA"), sets="F", std="DVI* AMPM*",
    )  # fmt: skip
    side = asked(
        CodeField(_("Through which parent"), codes=FamilySide, null=True, blank=True),
        why=_("Tells which relatives help most"), sets="F", std="DVI*",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = one_of("donorlink", biological=Bool3, side=FamilySide)
