"""Writes of families: registration, consent, drafts."""

from families.services.consent import ConsentEntry, Conversation, give_consent, repair_effect, withdraw_consent
from families.services.registration import ChannelEntry, Registration, RelativeEntry, open_case

__all__ = [
    "ChannelEntry",
    "ConsentEntry",
    "Conversation",
    "Registration",
    "RelativeEntry",
    "give_consent",
    "open_case",
    "repair_effect",
    "withdraw_consent",
]
