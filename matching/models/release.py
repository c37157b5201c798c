"""What the people who have remains in care are told of a family's wishes (ring 3f), so that they may release them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.vocabulary.coded import CodeField, one_of
from families.codes import Disposition
from matching.models.identification import Identification
from remains.models import Remains

LINE_MAX, NOTE_MAX = 200, 500


class ReleaseOrder(RingRow):
    """A family's wishes as far as they are passed on: one row an identification, changed when the wishes change."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    identification = models.OneToOneField(Identification, models.CASCADE, related_name="+")
    passed_on_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    passed_on = models.DateField(_("Passed on"))
    disposition = asked(CodeField(_("Where they are laid to rest"), codes=Disposition), sets="U", std="Rec Ant")
    handed_to = asked(SealedText(_("To be handed to"), max_length=LINE_MAX), sets="U", std="Rec")
    rite = asked(SealedText(_("Rite"), max_length=LINE_MAX, null=True, blank=True), sets="U", std="Rec")
    note = asked(
        SealedText(_("What else the family lets be known"), max_length=NOTE_MAX, null=True, blank=True),
        sets="U", std="Rec",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints: ClassVar = one_of("releaseorder", disposition=Disposition)
