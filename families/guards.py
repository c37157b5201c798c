"""What must be so before a reason is given for a case's state.

A family counts as silent when nothing was heard of it for 24 months, and somebody tried to reach it meanwhile.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accessctl.actor import Actor
from cases.codes import StateReason
from cases.models import Case, CaseSearchFile
from cases.services import hold_where
from families.codes import FeedbackKind
from families.models import Consent, FeedbackTalk, Finding, RightsRequest

SILENCE = timedelta(days=730)


def is_silent(_actor: Actor, case: Case) -> bool:
    day = timezone.localdate() - SILENCE
    began = CaseSearchFile._default_manager.filter(case=case, state_since__lte=day).exists()
    talks = FeedbackTalk._default_manager.filter(case=case, said_on__gt=day)
    heard = (
        talks.exclude(kind=FeedbackKind.MISSED),
        *(table._default_manager.filter(case=case, created_at__date__gt=day) for table in (Consent, RightsRequest)),
    )
    return began and talks.filter(kind=FeedbackKind.MISSED).exists() and not any(rows.exists() for rows in heard)


def was_revoked(_actor: Actor, case: Case) -> bool:
    """Whether an identification of the person was taken back."""
    return Finding._default_manager.filter(case=case).exclude(revoked_on=None).exists()


hold_where(StateReason.FAMILY_SILENT, is_silent)
hold_where(StateReason.REVOKED, was_revoked)
