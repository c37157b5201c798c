"""What erasing a case or remains does to its comparison."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.erasure.steps import Derived, Step, forbid, register
from accessctl.models import Record
from accessctl.models.erasure import ErasureReason
from cases.models import Case, Whereabouts
from matching.services import erasing
from remains.models import Remains


def identified(record: Record, reason: ErasureReason) -> str | Promise | None:
    """Why a record with an identification stays."""
    if not erasing.is_identified(record):
        return None
    return _("an identification rests on it, which is owed to the person and to the civil registry.")


for root in (Case, Remains, Whereabouts):
    forbid(root, identified, among=erasing.paired)
    register(root, Step(Derived.PROFILES, erasing.count_profiles, erasing.drop_profiles))
    register(root, Step(Derived.REVIEWS, erasing.count_decisions))
    register(root, Step(Derived.IDENTIFICATION, erasing.count_standing))
    register(root, Step(Derived.HYPOTHESES, erasing.count_worked_on))
    register(root, Step(Derived.PAIRS, erasing.count_pairs, erasing.end_pairs))

for asked in (Case, Remains):
    register(asked, Step(Derived.QUEUED, erasing.count_asked, erasing.drop_asked))
