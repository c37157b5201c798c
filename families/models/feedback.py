"""What the family was told and when: how often they wish to hear, and each talk with them.

A talk is never changed; a correction is a further one.  The day by which the next is due is in the search file of the
case, because who sees that file has to know that a family waits, and nothing of what was said.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.codes import Bool3
from cases.models import Case
from cases.vocabulary.coded import CodeField, one_of
from families.codes import ChannelKind, FeedbackKind
from families.models.relatives import Relative

SHORTEST, LONGEST = 7, 365  # days; who wishes to hear less often than once a year stops the clock


class FeedbackRhythm(RingRow):
    """How often a family wishes to hear from us.  No row: every 90 days; no number: they will ask themselves."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    every_days = asked(
        models.PositiveSmallIntegerField(_("Days between news"), null=True, blank=True),
        why=_("You decide how often you hear from us, and whether we call at all"), sets="U", std="Rec",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(every_days=None) | Q(every_days__range=(SHORTEST, LONGEST)), name="feedbackrhythm_days"
            )
        ]


class FeedbackTalk(RingRow):
    """One talk with the family, or the attempt at one (the dictionary's FeedbackLog)."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    # None: erased since, or the family as a whole.
    relative = models.ForeignKey(Relative, models.SET_NULL, null=True, related_name="+")
    said_on = models.DateField(_("Day"))
    kind = asked(
        CodeField(_("What it was"), codes=FeedbackKind),
        why=_("So that nobody forgets to call you"), sets="U", std="Rec",
    )  # fmt: skip
    channel = asked(
        CodeField(_("How"), codes=ChannelKind),
        why=_("To learn which way reaches you"), sets="U", std="Rec", code_list="CL-CHAN",
    )  # fmt: skip
    words = asked(
        SealedText(_("What was said"), max_length=1000, null=True, blank=True),
        why=_("So that you need not say it twice, and everybody tells you the same"), sets="U", std="Rec",
    )  # fmt: skip
    understood = asked(
        CodeField(_("Understood"), codes=Bool3, null=True, blank=True),
        why=_("So that we explain again what was not clear"), sets="U", std="Rec",
    )  # fmt: skip
    interpreter = asked(
        SealedText(_("Interpreter"), max_length=200, null=True, blank=True),
        why=_("To know who heard what you said"), sets="U", std="Rec",
    )  # fmt: skip
    promised_on = asked(
        models.DateField(_("We said we would call on"), null=True, blank=True),
        why=_("So that we keep our word"), sets="U", std="Rec",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = one_of("feedbacktalk", kind=FeedbackKind, channel=ChannelKind, understood=Bool3)
        indexes = [models.Index(fields=["case", "said_on"], name="feedbacktalk_of_case")]
