"""What other apps write through: records, consent effects, grants, agreements, accounts."""

from accessctl.services.accounts import create_account, create_client, create_organisation, join
from accessctl.services.agreements import propose_agreement, sign_agreement, suspend_agreement
from accessctl.services.grants import grant, revoke
from accessctl.services.records import create_record, discard, set_consent_effect, touch

__all__ = [
    "create_account",
    "create_client",
    "create_organisation",
    "create_record",
    "discard",
    "grant",
    "join",
    "propose_agreement",
    "revoke",
    "set_consent_effect",
    "sign_agreement",
    "suspend_agreement",
    "touch",
]
