"""Reading a sample's chain of steps.  Pure; the database refuses what must not follow (`sample_follows`)."""

from __future__ import annotations

from remains.custody.reading import Rules
from remains.samples.codes import FOLLOWS, NOTES, SampleStepKind

_RULES = Rules(
    FOLLOWS, NOTES, sent=SampleStepKind.SENT, lost=SampleStepKind.LOST,
    said=(
        "number", "kind", "proof", "nonce", "previous", "to_person", "seal_no", "note", "sample_id", "organisation_id",
        "place_id", "to_org_id",
    ),
)  # fmt: skip
last_move, next_kinds, waiting, holder = _RULES.last_move, _RULES.next_kinds, _RULES.waiting, _RULES.holder
digest, is_whole = _RULES.digest, _RULES.is_whole
