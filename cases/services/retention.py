"""How long what lists of people found alive say is kept: three months, and longer while it is about somebody sought.

Who is on a list did not ask to be in a registry.  What matched nobody by then is deleted like anything erased: journal,
tombstone, keys.  What somebody works on stays until they are done.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.erasure import burial, steps
from accessctl.models.erasure import ErasureReason, Telling
from cases.models import Whereabouts, WhereaboutsClaim, WhereaboutsFile, WhereaboutsStep, WhereaboutsTold
from registry.lib.errors import Conflict

LISTS_KEPT = timedelta(days=91)
JOB = "cases.retention"
AT_ONCE = 500
TIME_OVER = burial.Decision(reason=ErasureReason.TIME_OVER, told=Telling.NOBODY)
_needed: list[Callable[[], Q]] = []


def keep_while(needed: Callable[[], Q]) -> None:
    """Have reports stay that this is about, whatever their day."""
    _needed.append(needed)


def kept_until() -> date:
    """Until when what a list says that is saved today is kept."""
    return timezone.localdate() + LISTS_KEPT


def keep_on(writer: Actor, refs: Set[str]) -> None:
    """Have what another list says once more stay as long as what is new on that one.

    Raises Conflict where some of it is being deleted.
    """
    mine = door.visible(writer, Whereabouts, door.Action.CHANGE).filter(ref__in=refs)
    held = list(mine.select_for_update(of=("self",)).order_by("pk"))
    if len(held) < len(refs):
        raise Conflict()
    until = kept_until()
    WhereaboutsFile.objects.filter(whereabouts__in=held, keep_until__lt=until).update(keep_until=until)


def forget_lists() -> int:
    """By the clock: delete what lists said longer ago than it is kept, and that is about nobody sought."""
    total, last = 0, None
    while True:
        count, last = _forget_some(last)
        total += count
        if last is None:
            return total


@transaction.atomic
def _forget_some(after: UUID | None) -> tuple[int, UUID | None]:
    """Of the next ones: how many were deleted, and the last that was looked at; None if there were no more."""
    job = Actor.system_job(JOB)
    over = WhereaboutsFile.objects.filter(keep_until__lt=timezone.localdate()).values("whereabouts")
    rows = door.visible(job, Whereabouts, door.Action.ERASE).filter(pk__in=over).exclude(_worked_on())
    for needed in _needed:
        rows = rows.exclude(needed())
    if after is not None:  # what an order has stay must not keep those behind it
        rows = rows.filter(pk__gt=after)
    found = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:AT_ONCE])
    # SECURITY: asked again once they are locked: whoever writes about one meanwhile waits, and what was written while
    # they were being locked is there to be seen only now.
    still = list(rows.filter(pk__in=[row.pk for row in found]).order_by("pk"))
    kept = steps.obstructed(still, TIME_OVER.reason)
    gone = [row for row in still if row.pk not in kept]
    burial.bury_all(job, gone, TIME_OVER)
    return len(gone), found[-1].pk if found else None


def _worked_on() -> Q:
    """Somebody went to them, they said something themselves, or something is told."""
    return Q(
        *(
            Q(pk__in=table._default_manager.filter(whereabouts__isnull=False).values("whereabouts"))
            for table in (WhereaboutsStep, WhereaboutsClaim, WhereaboutsTold)
        ),
        _connector=Q.OR,
    )
