"""Who is said to be responsible for what happened: the accountability file of a case, row by row as it was told.

SECURITY: nothing of it is copied to another ring; smugglers, ransoms and threats are written here and nowhere else.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.models.case import Case


class CaseAccountabilityNote(RingRow):
    """What somebody said about who is responsible.  The organisations named get nothing on the case (FW-PARTY)."""

    RING = Ring.ACCOUNTABILITY
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    alleged_responsible = asked(
        SealedText(_("Who is said to be responsible"), max_length=500, null=True, blank=True),
        why=_("Only for accountability, only with your yes"), sets="A", std="CED* WGEID",
    )  # fmt: skip
    # Ids of organisations of this registry, as text.
    alleged_organisations = asked(
        SealedJSON(_("Organisations of this registry among them")),
        why=_("They are told nothing of this case"), sets="A", std="CED*",
    )  # fmt: skip
    smuggler_mention = asked(
        SealedText(_("Smuggler"), max_length=500, null=True, blank=True),
        why=_("Often the last link; never handed to police without your yes"), sets="A", std="Ant",
    )  # fmt: skip
    ransom_or_threat = asked(
        SealedText(_("Ransom or threat"), max_length=500, null=True, blank=True),
        why=_("Danger to you or them"), sets="A",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        pass
