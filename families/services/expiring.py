"""Cases that a partner lent for a time: taken away when it is over, unless somebody here worked on them since.

Then the family may be ours as well, and so may one that a partner wants deleted sooner than it said when it gave it:
nobody but people decide whether it stays.  It waits in the queue; whoever erases it does so on its page, as any other.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.deciding import UNDECIDED
from accessctl.erasure import burial, steps
from accessctl.models.erasure import ErasureReason, Telling
from cases.models import Case
from families.models import CaseOrigin
from registry.lib import faults
from registry.lib.errors import Conflict

logger = logging.getLogger(__name__)


def end_expired(actor: Actor) -> int:
    """Take away what is over; returns of how many cases something was done.  One that fails does not hold up others."""
    over = CaseOrigin.objects.filter(expires_at__lte=timezone.now()).order_by("expires_at", "pk")
    done = 0
    for key in list(over.values_list("pk", flat=True)):
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
    is_ours = row.last_entry is None or journal.worked_on({case.ref: row.last_entry})
    if is_ours or steps.obstructed([case], ErasureReason.TIME_OVER):
        row.expires_at, row.wanted_gone_at = None, row.expires_at
        row.save(update_fields=["expires_at", "wanted_gone_at"])
        journal.record(actor, "import.expired", case)
        return True
    burial.bury(actor, case, burial.Decision(reason=ErasureReason.TIME_OVER, told=Telling.NOBODY))
    return True


def waiting(actor: Actor) -> QuerySet[CaseOrigin]:
    """What partners want deleted by now, of cases of the actor's organisation that the actor may change."""
    own = door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id)
    rows = CaseOrigin.objects.filter(wanted_gone_at__lte=timezone.now(), case__in=own.values("pk"))
    return rows.select_related("case").order_by("wanted_gone_at", "pk")


@transaction.atomic
def keep(*, actor: Actor, ref: str) -> None:
    """Decide that a case stays, though its partner wants it deleted.  Raises NotFound, Forbidden, Conflict."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    if not waiting(actor).filter(case=case).update(wanted_gone_at=None):
        raise Conflict()
    journal.record(actor, "import.kept", case)
