"""When a lead is being checked: a candidate in review or somebody found alive whom nobody verified yet (D9.1).

Each actor goes by the pairs they may see, so that nobody learns from a step offered that somebody was found alive.
"""

from __future__ import annotations

from django.db.models import Q

from accessctl import door
from accessctl.actor import Actor
from cases.codes import StateReason, Verification
from cases.models import Case, WhereaboutsFile
from cases.services import hold_where
from cases.services.retention import keep_while
from matching.codes import PairKind, PairState
from matching.models import CandidatePair
from matching.selectors import pairs_of

IN_REVIEW = (PairState.IN_REVIEW, PairState.NEEDS_DATA, PairState.HYPOTHESIS, PairState.LAB_REQUESTED)
NO_LEAD = (PairState.EXCLUDED, PairState.STALE, PairState.VOID_CONSENT, PairState.REVOKED)


def has_lead(actor: Actor, case: Case) -> bool:
    unverified = WhereaboutsFile._default_manager.filter(verification=Verification.UNVERIFIED).values("whereabouts")
    found = Q(kind=PairKind.AM_ALIVE, whereabouts__in=unverified) & ~Q(state__in=NO_LEAD)
    of_persons = pairs_of(actor, case, PairKind.AM_PM).filter(state__in=IN_REVIEW)
    return of_persons.exists() or door.visible(actor, CandidatePair).filter(found, case=case).exists()


def _perhaps_sought() -> Q:
    """Reports that are in a pair which nobody excluded: they stay longer than the list they came from."""
    pairs = CandidatePair._default_manager.filter(kind=PairKind.AM_ALIVE).exclude(state__in=NO_LEAD)
    return Q(pk__in=pairs.values("whereabouts"))


keep_while(_perhaps_sought)
hold_where(StateReason.LEAD_FOUND, has_lead)
hold_where(StateReason.LEAD_EXCLUDED, lambda actor, case: not has_lead(actor, case))
