"""Cases that a partner lent for a time: taken away when it is over, unless somebody here worked on them since.

Then the family may be ours as well, and nobody but people decide what stays: the history of the case says so.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accessctl import journal
from accessctl.actor import Actor
from accessctl.deciding import UNDECIDED
from accessctl.erasure import burial, steps
from accessctl.models.erasure import ErasureReason, Telling
from cases.models import Case
from families.models import CaseOrigin
from registry.lib import faults

AT_ONCE = 200

logger = logging.getLogger(__name__)


def end_expired(actor: Actor) -> int:
    """Take away what is over; returns of how many cases something was done.  One that fails does not hold up others."""
    over = CaseOrigin.objects.filter(expires_at__lte=timezone.now()).order_by("expires_at", "pk")
    done = 0
    for key in list(over.values_list("pk", flat=True)[:AT_ONCE]):
        with faults.contained(logger, f"the end of what partner's number {key} stands for", UNDECIDED):
            done += _end(actor, key)
    return done


@transaction.atomic
def _end(actor: Actor, key: UUID) -> bool:
    of = CaseOrigin.objects.filter(pk=key).values("case")
    case = Case.objects.select_for_update(of=("self",)).filter(pk__in=of).first()
    row = CaseOrigin.objects.filter(pk=key, expires_at__lte=timezone.now()).first()
    if case is None or row is None:  # erased, or said otherwise meanwhile
        return False
    if row.last_entry is None or journal.worked_on({case.ref: row.last_entry}):
        row.expires_at = None
        row.save(update_fields=["expires_at"])
        journal.record(actor, "import.expired", case)
        return True
    if steps.obstructed([case], ErasureReason.TIME_OVER):
        return False
    burial.bury(actor, case, burial.Decision(reason=ErasureReason.TIME_OVER, told=Telling.NOBODY))
    return True
