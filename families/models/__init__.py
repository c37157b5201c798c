"""Relatives, their channels, consent, donors, needs, own page and requests, and drafts of a registration."""

from families.models.consent import Consent, ConsentReminder, ConsentTaking, RiskBriefing, SignedPaper
from families.models.donors import DonorLink
from families.models.drafts import DraftPhoto, InvitationCode, RegistrationDraft
from families.models.feedback import FeedbackRhythm, FeedbackTalk
from families.models.findings import Finding
from families.models.imports import CaseBatch, CaseBatchRow, CaseOrigin, ColumnMapping
from families.models.notification import Notification
from families.models.page import PageCode, RightsRequest
from families.models.relatives import (
    Channel,
    FamilyConflict,
    Relative,
    RelativeMandate,
    RelativeName,
    RelativeRisk,
    RelativeTie,
)
from families.models.support import LegalPaper, Referral, SupportNeed
from families.models.transfers import CaseTransfer, TransferAgreement
from families.models.wishes import ConsularWish, FamilyWishes, ReturnStep, RiteNotice

__all__ = [
    "CaseBatch",
    "CaseBatchRow",
    "CaseOrigin",
    "CaseTransfer",
    "Channel",
    "ColumnMapping",
    "Consent",
    "ConsentReminder",
    "ConsentTaking",
    "ConsularWish",
    "DonorLink",
    "DraftPhoto",
    "FamilyConflict",
    "FamilyWishes",
    "FeedbackRhythm",
    "FeedbackTalk",
    "Finding",
    "InvitationCode",
    "LegalPaper",
    "Notification",
    "PageCode",
    "Referral",
    "RegistrationDraft",
    "Relative",
    "RelativeMandate",
    "RelativeName",
    "RelativeRisk",
    "RelativeTie",
    "ReturnStep",
    "RightsRequest",
    "RiskBriefing",
    "RiteNotice",
    "SignedPaper",
    "SupportNeed",
    "TransferAgreement",
]
