"""Relatives, their channels, their consent, and drafts of a registration."""

from families.models.consent import Consent, ConsentReminder, ConsentTaking, RiskBriefing
from families.models.drafts import DraftPhoto, RegistrationDraft
from families.models.feedback import FeedbackRhythm, FeedbackTalk
from families.models.relatives import Channel, Relative, RelativeName, RelativeRisk, RelativeTie

__all__ = [
    "Channel",
    "Consent",
    "ConsentReminder",
    "ConsentTaking",
    "DraftPhoto",
    "FeedbackRhythm",
    "FeedbackTalk",
    "RegistrationDraft",
    "Relative",
    "RelativeName",
    "RelativeRisk",
    "RelativeTie",
    "RiskBriefing",
]
