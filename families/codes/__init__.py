"""Code lists about relatives: who they are, what they agreed to, need, ask and are told."""

from families.codes.consent import (
    AskAgain,
    ConsentDecision,
    ConsentForm,
    ConsentState,
    CountryScope,
    LegalBasis,
    PublicationLevel,
    SubjectKind,
)
from families.codes.donors import FamilySide
from families.codes.intake import OUTSIDE, IntakeKind, IntakeWay
from families.codes.people import HARMFUL, ChannelKind, IdentityCheck, LiftReason, Mandate, Relationship, Risk
from families.codes.rights import Amendable, RequestDecision, RequestKind, RequestRefusal
from families.codes.support import Need, PaperKind, PaperStatus, ReferralStatus, Urgency
from families.codes.talks import CallEnd, FeedbackKind, NotificationKind, NotificationPlace, TeamRole, ToldPoint

__all__ = [
    "HARMFUL",
    "OUTSIDE",
    "Amendable",
    "AskAgain",
    "CallEnd",
    "ChannelKind",
    "ConsentDecision",
    "ConsentForm",
    "ConsentState",
    "CountryScope",
    "FamilySide",
    "FeedbackKind",
    "IdentityCheck",
    "IntakeKind",
    "IntakeWay",
    "LegalBasis",
    "LiftReason",
    "Mandate",
    "Need",
    "NotificationKind",
    "NotificationPlace",
    "PaperKind",
    "PaperStatus",
    "PublicationLevel",
    "ReferralStatus",
    "Relationship",
    "RequestDecision",
    "RequestKind",
    "RequestRefusal",
    "Risk",
    "SubjectKind",
    "TeamRole",
    "ToldPoint",
    "Urgency",
]
