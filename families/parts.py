"""The parts of a case that its family file holds, which an agreement can open alone or keep closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.parts import Part
from families.models import (
    CaseOrigin,
    Consent,
    ConsentReminder,
    ConsentTaking,
    DonorLink,
    FamilyWishes,
    FeedbackRhythm,
    FeedbackTalk,
    Finding,
    LegalPaper,
    Notification,
    PageCode,
    Referral,
    Relative,
    RelativeMandate,
    RelativeName,
    RelativeTie,
    ReturnStep,
    RightsRequest,
    RiteNotice,
    SignedPaper,
    SupportNeed,
    TransferAgreement,
)

FAMILY_PARTS = (
    Part("family.relatives", _("Relatives"), tables=(Relative, RelativeMandate, RelativeName, RelativeTie)),
    Part("family.requests", _("What relatives asked, and the codes of their page"), tables=(PageCode, RightsRequest)),
    Part("family.origin", _("What partners call the case"), tables=(CaseOrigin,)),
    Part(
        "family.consents",
        _("Consents and how they were taken"),
        tables=(Consent, ConsentReminder, ConsentTaking, TransferAgreement),
    ),
    Part("family.signed", _("Signed papers"), tables=(SignedPaper,)),
    Part("family.donors", _("Which relatives gave samples"), tables=(DonorLink,)),
    Part("family.feedback", _("Talks with the family"), tables=(FeedbackRhythm, FeedbackTalk)),
    Part("family.support", _("Needs, referrals and legal papers"), tables=(SupportNeed, Referral, LegalPaper)),
    Part("family.notification", _("How the family was told of a result"), tables=(Notification, Finding)),
    Part(
        "family.wishes", _("What the family wishes, return and burial"), tables=(FamilyWishes, ReturnStep, RiteNotice)
    ),
)
