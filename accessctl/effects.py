"""Effects exactly once: the database holds the work, Celery is the doorbell.

An effect has a unique key, so owing it twice is owing it once; it is leased with a fencing token, so a worker that
was thought dead cannot finish what another has taken over; after `MAX_ATTEMPTS` it is parked for people to look at.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accessctl.models import Effect

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 5


def owe(kind: str, key: str, **payload: Any) -> None:
    """Owe an effect once.  The payload holds references and codes only."""
    Effect.objects.bulk_create([Effect(kind=kind, key=key, payload=payload)], ignore_conflicts=True)


def lease(kind: str, *, limit: int = 1) -> list[Effect]:
    """Take due effects, or ones whose lease ran out, for LEASE; two workers never take the same."""
    now = timezone.now()
    due = Q(state=Effect.State.DUE) | Q(state=Effect.State.LEASED, leased_until__lt=now)
    with transaction.atomic():
        rows = list(
            Effect.objects.select_for_update(skip_locked=True).filter(due, kind=kind).order_by("id")[:limit]
        )
        for row in rows:
            row.state, row.leased_until = Effect.State.LEASED, now + LEASE
            row.fence += 1
            row.attempts += 1
            row.save(update_fields=["state", "leased_until", "fence", "attempts"])
    return rows


def done(effect: Effect) -> bool:
    """Mark an effect done within the transaction that carries it out; False when the lease was lost: roll back."""
    held = Effect.objects.filter(pk=effect.pk, fence=effect.fence, state=Effect.State.LEASED)
    return bool(held.update(state=Effect.State.DONE, done_at=timezone.now(), leased_until=None))


def failed(effect: Effect, error: str) -> None:
    """Give an effect back after a failure, or park it; `error` is a class name, never a message with values."""
    state = Effect.State.PARKED if effect.attempts >= MAX_ATTEMPTS else Effect.State.DUE
    held = Effect.objects.filter(pk=effect.pk, fence=effect.fence)
    held.update(state=state, error=error[:100], leased_until=None)


def sweep() -> int:
    """Return leases that ran out to due, so that a killed worker's work is done by another."""
    lost = Effect.objects.filter(state=Effect.State.LEASED, leased_until__lt=timezone.now())
    return lost.update(state=Effect.State.DUE, leased_until=None, fence=F("fence") + 1)


def purge(older_than: timedelta) -> int:
    """Delete effects done long ago."""
    count, _ = Effect.objects.filter(state=Effect.State.DONE, done_at__lt=timezone.now() - older_than).delete()
    return count
