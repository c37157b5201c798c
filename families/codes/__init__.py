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
from families.codes.findings import COMBINED, PRIMARY, FamilyAnswer, IdMethod, OpinionResult
from families.codes.intake import OUTSIDE, IntakeKind, IntakeWay
from families.codes.people import HARMFUL, ChannelKind, IdentityCheck, LiftReason, Mandate, Relationship, Risk
from families.codes.rights import Amendable, RequestDecision, RequestKind, RequestRefusal
from families.codes.support import Need, PaperKind, PaperStatus, ReferralStatus, Urgency
from families.codes.talks import CallEnd, FeedbackKind, NotificationKind, NotificationPlace, TeamRole, ToldPoint
from families.codes.transfers import TransferReason, TransferRefusal, TransferState
from families.codes.wishes import (
    PAPERED,
    PERMITS,
    STEPS_OF,
    TRAVELS,
    BelongingsWish,
    ConsularAnswer,
    CostCover,
    Disposition,
    LaterParts,
    ReturnKind,
    WantsToSee,
)

__all__ = [
    "COMBINED",
    "HARMFUL",
    "OUTSIDE",
    "PAPERED",
    "PERMITS",
    "PRIMARY",
    "STEPS_OF",
    "TRAVELS",
    "Amendable",
    "AskAgain",
    "BelongingsWish",
    "CallEnd",
    "ChannelKind",
    "ConsentDecision",
    "ConsentForm",
    "ConsentState",
    "ConsularAnswer",
    "CostCover",
    "CountryScope",
    "Disposition",
    "FamilyAnswer",
    "FamilySide",
    "FeedbackKind",
    "IdMethod",
    "IdentityCheck",
    "IntakeKind",
    "IntakeWay",
    "LaterParts",
    "LegalBasis",
    "LiftReason",
    "Mandate",
    "Need",
    "NotificationKind",
    "NotificationPlace",
    "OpinionResult",
    "PaperKind",
    "PaperStatus",
    "PublicationLevel",
    "ReferralStatus",
    "Relationship",
    "RequestDecision",
    "RequestKind",
    "RequestRefusal",
    "ReturnKind",
    "Risk",
    "SubjectKind",
    "TeamRole",
    "ToldPoint",
    "TransferReason",
    "TransferRefusal",
    "TransferState",
    "Urgency",
    "WantsToSee",
]
