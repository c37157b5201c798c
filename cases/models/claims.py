"""Somebody who is sought and says that they are not missing: their report is one on a living person, and so is this.

What they say of themselves is not checked by a program.  While it is examined the case is kept from everybody but its
organisation; which case that is, two people of the unit decide.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.codes import LivingWish
from cases.models.case import Case
from cases.models.whereabouts import Whereabouts


class WhereaboutsClaim(RingRow):
    """That somebody says they are not missing: in their words, about which case, and what was found."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.OneToOneField(Whereabouts, models.CASCADE, related_name="+")
    said = asked(
        SealedText(_("What happened"), max_length=2000, null=True, blank=True),
        why=_("So that we find what is said of you"), sets="S", std="Ant",
    )  # fmt: skip
    # Code of LivingWish, as they say it unasked; it counts once somebody has spoken with them.
    wants = asked(
        SealedText(_("What they want"), max_length=20, default=LivingWish.TELL_NOTHING.value),
        why=_("You alone decide what is told"), sets="S", std="ICRC*", code_list="CL-LIVEWISH",
    )  # fmt: skip
    # The case that the unit holds to be meant; from then on nobody but its organisation sees it.
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    # Code of ClaimOutcome, as two people decided.
    outcome = SealedText(_("What two people found"), max_length=20, null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True)

    class Meta(RingRow.Meta):
        pass
