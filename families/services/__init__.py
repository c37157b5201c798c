"""Writes of families: registration and its drafts, consent."""

from families.services.consent import ConsentEntry, Conversation
from families.services.drafts import begin_draft, delete_draft, drop_photo, keep_photo, register_draft, save_draft
from families.services.following import edit_case, follow_clock, waiting_for_the_clock
from families.services.registration import ChannelEntry, Registration, RelativeEntry, open_case, open_cases
from families.services.standing import check_effects, give_consent, repair_effect, repair_effects, withdraw_consent

__all__ = [
    "ChannelEntry",
    "ConsentEntry",
    "Conversation",
    "Registration",
    "RelativeEntry",
    "begin_draft",
    "check_effects",
    "delete_draft",
    "drop_photo",
    "edit_case",
    "follow_clock",
    "give_consent",
    "keep_photo",
    "open_case",
    "open_cases",
    "register_draft",
    "repair_effect",
    "repair_effects",
    "save_draft",
    "waiting_for_the_clock",
    "withdraw_consent",
]
