"""What a report about somebody found alive says, as the engine reads it.  Pure: rows in clear in, a profile out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.codes import LivingWish, Verification
from cases.models import Whereabouts, WhereaboutsFile, WhereaboutsName
from matching.engine.profile import Profile
from matching.facts import case_names, days, place
from matching.told import SEX

if TYPE_CHECKING:
    from accessctl.door import Opened

_UNSOUGHT = {LivingWish.TELL_NOTHING, LivingWish.WITHDRAWN}  # a whole withdrawal, toward everybody who asks


def profile_of(found: Whereabouts, ring: Opened) -> Profile | None:
    """Somebody found alive as evidence; None where nobody may be sought, or the report was contradicted."""
    file = ring.one(found, WhereaboutsFile)
    if file is None or file.person_decision in _UNSOUGHT or file.verification == Verification.CONTRADICTED:
        return None
    birth, seen = days(file.date_of_birth), days(file.seen_at)
    low, high = file.age or (None, None)
    return Profile(
        ref=found.ref,
        kind="alive",
        sex=SEX.get(file.sex),
        age_low=low,
        age_high=high,
        birth_earliest=birth[0],
        birth_latest=birth[1],
        nationalities=tuple(sorted(file.nationalities or ())),
        found_earliest=seen[0],
        found_latest=seen[1],
        place=place(file.seen_place),
        names=tuple(case_names(ring.rows(found, WhereaboutsName))),
    )
