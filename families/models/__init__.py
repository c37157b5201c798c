"""Relatives, their channels, their consent, and drafts of a registration."""

from families.models.consent import Consent, ConsentTaking, RiskBriefing
from families.models.relatives import Channel, RegistrationDraft, Relative, RelativeName, RelativeTie

__all__ = [
    "Channel",
    "Consent",
    "ConsentTaking",
    "RegistrationDraft",
    "Relative",
    "RelativeName",
    "RelativeTie",
    "RiskBriefing",
]
