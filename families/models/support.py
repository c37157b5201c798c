"""What a family needs besides the search: help, by whom, and legal papers.

All of it is the family file.  Nothing of it is read by the matcher, and no paper changes what is searched.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.models import Case
from cases.vocabulary.coded import CodeField, CountryField, countries, one_of
from families.codes import Need, PaperKind, PaperStatus, ReferralStatus, Urgency
from families.models.consent import Consent
from families.models.relatives import Relative
from registry.lib.ids import new_ref


class SupportNeed(RingRow):
    """One thing a relative needs help with."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Relative, models.CASCADE, related_name="+")
    need = asked(
        CodeField(_("What is needed"), codes=Need),
        why=_("So that somebody who can help is found"), sets="U", std="Prim Ant Rec", code_list="CL-NEED",
    )  # fmt: skip
    urgency = asked(
        CodeField(_("How soon"), codes=Urgency, default=Urgency.SOON),
        why=_("So that what cannot wait comes first"), sets="U", std="Prim",
    )  # fmt: skip
    assessed_on = models.DateField(_("Noted on"))
    note = asked(
        SealedText(_("What matters"), max_length=500, null=True, blank=True),
        why=_("So that you need not tell it twice"), sets="U", std="Prim",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = one_of("supportneed", need=Need, urgency=Urgency)


def referral_ref() -> str:
    return new_ref(Referral.REF_PREFIX)


class Referral(RingRow):
    """A need passed to one provider, who learns what stands in `told` and nothing else of the case.

    ref: how the provider names it, on a page of its own where it has people here; answer: what the provider wrote.
    """

    RING = Ring.KIN
    RECORD = "case"
    REF_PREFIX = "MRF"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=referral_ref, editable=False)
    need = models.ForeignKey(SupportNeed, models.CASCADE, related_name="+")
    provider = asked(
        models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Provider")),
        why=_("You choose who helps you"), sets="U", std="Prim",
    )  # fmt: skip
    status = CodeField(_("How far it is"), codes=ReferralStatus, default=ReferralStatus.PROPOSED)
    # The family's yes to this provider: kept when the row that said it is erased with who gave it.
    consent = models.ForeignKey(Consent, models.SET_NULL, null=True, related_name="+")
    told = asked(
        SealedText(_("What the provider is told"), max_length=1000),
        why=_("Nobody is told more than you agree to"), sets="U", std="Prim",
    )  # fmt: skip
    sent_on = models.DateField(_("Sent on"), null=True)
    follow_up_on = models.DateField(_("Ask again on"), null=True)
    outcome = asked(
        SealedText(_("What came of it"), max_length=500, null=True, blank=True),
        why=_("So that help that did not come is noticed"), sets="U", std="Prim",
    )  # fmt: skip
    answer = asked(
        SealedText(_("What the provider wrote"), max_length=500, null=True, blank=True),
        why=_("So that you hear what they answered"), sets="U", std="Prim",
    )  # fmt: skip
    feedback = asked(
        SealedText(_("What the family says of it"), max_length=500, null=True, blank=True),
        why=_("So that you are not sent again to where you were not helped"), sets="U", std="Prim",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        indexes: ClassVar = [models.Index(fields=["follow_up_on"], name="referral_follow_up")]
        constraints: ClassVar = [
            *one_of("referral", status=ReferralStatus),
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=False)
                | models.Q(status__in=["proposed", "accepted_by_family", "declined", "closed"]),
                name="referral_sent_has_date",
            ),
        ]


class LegalPaper(RingRow):
    """A paper the family asks an office for while the search goes on."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    applicant = models.ForeignKey(Relative, models.CASCADE, related_name="+", verbose_name=_("Who asks for it"))
    kind = asked(
        CodeField(_("Paper"), codes=PaperKind),
        why=_("So that your rights do not wait for the search"), sets="U", std="Ant Rec", code_list="CL-LEGALPAPER",
    )  # fmt: skip
    country = asked(
        CountryField(_("Country of the office")),
        why=_("Each country has its own way"), sets="U", std="Ant",
    )  # fmt: skip
    status = CodeField(_("How far it is"), codes=PaperStatus, default=PaperStatus.INFORMED)
    # Keys of the steps of the procedure that are done.
    steps_done = SealedJSON(_("Steps done"))
    requested_on = models.DateField(_("Asked for on"), null=True)
    due_on = models.DateField(_("Next deadline"), null=True)
    note = asked(
        SealedText(_("What matters"), max_length=500, null=True, blank=True),
        why=_("So that you need not tell it twice"), sets="U", std="Prim",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        indexes: ClassVar = [models.Index(fields=["due_on"], name="legalpaper_due")]
        constraints: ClassVar = [
            *one_of("legalpaper", kind=PaperKind, status=PaperStatus),
            *countries("legalpaper", "country"),
        ]
