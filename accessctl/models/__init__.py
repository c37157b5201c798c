"""People, organisations, agreements, the bases of records and rings, the journal."""

from accessctl.models.agreements import Agreement, AgreementEvent, AgreementParty
from accessctl.models.approvals import Approval, ApprovalFile
from accessctl.models.budgets import OpenedRecord
from accessctl.models.disclosure import DisclosureRequest, ShareEvent
from accessctl.models.emergency import EmergencyOpening
from accessctl.models.erasure import KeyWork, Tombstone
from accessctl.models.feeds import ChangeFeed, FeedItem
from accessctl.models.journal import JournalCursor, JournalEntry, JournalHead, JournalNode, XidField
from accessctl.models.peers import Peer, PeerMember, PeerState
from accessctl.models.people import Account, Membership, Organisation
from accessctl.models.records import (
    Attachment,
    Audience,
    NumberedImage,
    OwnKey,
    PicturedImage,
    Record,
    RecordGrant,
    RingRow,
    Source,
    Staged,
)
from accessctl.models.registers import Breach, BreachFile, Demand, DemandFile, Sanction
from accessctl.models.replays import Replay
from accessctl.models.sessions import CacheEntry, Session
from accessctl.models.shares import Offer, Share
from accessctl.models.systems import AccessToken, ApiClient
from accessctl.models.webhooks import Delivery, Webhook
from accessctl.models.work import Effect, Turn

__all__ = [
    "AccessToken",
    "Account",
    "Agreement",
    "AgreementEvent",
    "AgreementParty",
    "ApiClient",
    "Approval",
    "ApprovalFile",
    "Attachment",
    "Audience",
    "Breach",
    "BreachFile",
    "CacheEntry",
    "ChangeFeed",
    "Delivery",
    "Demand",
    "DemandFile",
    "DisclosureRequest",
    "Effect",
    "EmergencyOpening",
    "FeedItem",
    "JournalCursor",
    "JournalEntry",
    "JournalHead",
    "JournalNode",
    "KeyWork",
    "Membership",
    "NumberedImage",
    "Offer",
    "OpenedRecord",
    "Organisation",
    "OwnKey",
    "Peer",
    "PeerMember",
    "PeerState",
    "PicturedImage",
    "Record",
    "RecordGrant",
    "Replay",
    "RingRow",
    "Sanction",
    "Session",
    "Share",
    "ShareEvent",
    "Source",
    "Staged",
    "Tombstone",
    "Turn",
    "Webhook",
    "XidField",
]
