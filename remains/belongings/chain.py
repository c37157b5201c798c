"""Reading the chain of steps of a belonging.  Pure; the database refuses what must not follow (`belonging_follows`)."""

from __future__ import annotations

from remains.belongings.codes import FOLLOWS, NOTES, BelongingStepKind
from remains.custody.reading import Rules

_RULES = Rules(
    FOLLOWS, NOTES, sent=BelongingStepKind.SENT, lost=BelongingStepKind.LOST,
    said=(
        "number", "kind", "by_order", "nonce", "previous", "to_person", "seal_no", "order_no", "note", "belonging_id",
        "organisation_id", "place_id", "to_org_id",
    ),
)  # fmt: skip
last_move, next_kinds, waiting, holder = _RULES.last_move, _RULES.next_kinds, _RULES.waiting, _RULES.holder
digest, is_whole = _RULES.digest, _RULES.is_whole
