"""What other apps write through: records, consent effects, grants, agreements, accounts."""

from accessctl.agreements.services import propose_agreement, sign_agreement, suspend_agreement
from accessctl.services.accounts import create_account, create_organisation, join
from accessctl.services.clients import create_client
from accessctl.services.grants import NotGrantable, NotTakingPart, grant, grant_rings, revoke
from accessctl.services.records import (
    create_record,
    create_records,
    discard,
    ensure_within_reach,
    set_consent_effect,
    set_firewall,
    touch,
)
from accessctl.services.rows import insert_rows

__all__ = [
    "NotGrantable",
    "NotTakingPart",
    "create_account",
    "create_client",
    "create_organisation",
    "create_record",
    "create_records",
    "discard",
    "ensure_within_reach",
    "grant",
    "grant_rings",
    "insert_rows",
    "join",
    "propose_agreement",
    "revoke",
    "set_consent_effect",
    "set_firewall",
    "sign_agreement",
    "suspend_agreement",
    "touch",
]
