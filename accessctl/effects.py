"""Effects exactly once: the database holds the work, Celery is the doorbell.

An effect has a unique key, so owing it twice is owing it once; it is leased with a fencing token, so a worker that
was thought dead cannot finish what another has taken over; after `MAX_ATTEMPTS` it is parked for people to look at,
also when its workers died without a word.  All times are the database's, so a clock that jumps on one host is harmless.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils.functional import Promise

from accessctl.models import Effect
from registry.lib import faults

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=2)  # before the second attempt; each later pause is four times the one before

_titles: dict[str, str | Promise] = {}
_OVER = Q(leased_until=None) | Q(leased_until__lt=Now())


def entitle(titles: Mapping[str, str | Promise]) -> None:
    """Say what kinds of effects are called, for the people who look after them."""
    _titles.update(titles)


def title(kind: str) -> str | Promise:
    return _titles.get(kind, kind)


def lease_time() -> timedelta:
    """How long work stays a worker's that says nothing more of it."""
    return timedelta(seconds=settings.EFFECT_LEASE_SECONDS)


def owe(kind: str, key: str, **payload: Any) -> None:
    """Owe an effect once.  The payload holds references and codes only."""
    Effect.objects.bulk_create([Effect(kind=kind, key=key, payload=payload)], ignore_conflicts=True)


def owe_all(kind: str, payloads: Mapping[str, Mapping[str, Any]]) -> None:
    """Owe many effects of one kind, by key, each once."""
    rows = [Effect(kind=kind, key=key, payload=dict(payload)) for key, payload in payloads.items()]
    Effect.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def awaited(kinds: Iterable[str], name: str, values: Iterable[str]) -> set[str]:
    """Which of these values of a payload already have an effect that is due and not yet begun."""
    due = Effect.objects.filter(kind__in=list(kinds), state=Effect.State.DUE, **{f"payload__{name}__in": list(values)})
    return set(due.values_list(f"payload__{name}", flat=True))


def overtake(kinds: Iterable[str], name: str, values: Iterable[str], *, upto: int) -> int:
    """Mark due effects done, up to an id, whose work other work has just done."""
    due = Effect.objects.filter(kind__in=list(kinds), state=Effect.State.DUE, pk__lte=upto)
    needless = due.filter(**{f"payload__{name}__in": list(values)})
    return needless.update(state=Effect.State.DONE, done_at=Now(), leased_until=None)


def unfinished(kind: str, name: str, value: str) -> QuerySet[Effect]:
    """The effects of a kind with this value in their payload that are not done, parked ones included."""
    return Effect.objects.filter(kind=kind, **{f"payload__{name}": value}).exclude(state=Effect.State.DONE)


def drop(needless: QuerySet[Effect]) -> int:
    """Mark effects done whose work nobody wants any more; who is at one loses the lease, and rolls back."""
    return needless.exclude(state=Effect.State.DONE).update(state=Effect.State.DONE, done_at=Now(), leased_until=None)


def newest() -> int:
    """The id of the effect owed last, 0 when there was none."""
    return Effect.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def lease(kind: str, *, limit: int = 1) -> list[Effect]:
    """Take effects that can be begun, for the time of a lease; two workers never take the same."""
    due = _to_begin([kind])
    with transaction.atomic():
        ids = list(due.select_for_update(skip_locked=True).order_by("id").values_list("pk", flat=True)[:limit])
        taken = Effect.objects.filter(pk__in=ids)
        taken.update(
            state=Effect.State.LEASED,
            leased_until=Now() + lease_time(),
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
        )
        return list(taken.order_by("id"))


def are_due(kinds: Iterable[str]) -> bool:
    """Whether anything of these kinds could be begun now."""
    return _to_begin(kinds).exists()


def _to_begin(kinds: Iterable[str]) -> QuerySet[Effect]:
    """Due effects whose pause is over, and those whose lease ran out."""
    open_states = (Effect.State.DUE, Effect.State.LEASED)
    return Effect.objects.filter(_OVER, kind__in=list(kinds), state__in=open_states, attempts__lt=MAX_ATTEMPTS)


@contextmanager
def holding(effect: Effect) -> Iterator[None]:
    """Renew the lease for as long as the block takes; when its worker is killed, the lease runs out as any other."""
    over = Event()

    def renew() -> None:
        try:
            while not over.wait(lease_time().total_seconds() / 3):
                _held(effect).update(leased_until=Now() + lease_time())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as beside:
        renewing = beside.submit(renew)
        try:
            yield
        finally:
            over.set()
    renewing.result()


def done(effect: Effect) -> bool:
    """Mark an effect done within the transaction that carries it out; False when the lease was lost: roll back."""
    return bool(_held(effect).update(state=Effect.State.DONE, done_at=Now(), leased_until=None))


def failed(effect: Effect, error: BaseException) -> None:
    """Give an effect back for a later attempt, or park it.

    SECURITY: what is kept of the error is its class and its place in the program; its message can repeat values.
    """
    said: dict[str, Any] = {"error": type(error).__name__[:100], "place": faults.place_of(error)[:160]}
    if effect.attempts >= MAX_ATTEMPTS:
        _held(effect).update(state=Effect.State.PARKED, leased_until=None, **said)
    else:
        pause = FIRST_PAUSE * 4 ** (effect.attempts - 1)
        _held(effect).update(state=Effect.State.DUE, leased_until=Now() + pause, **said)


@contextmanager
def edge(owed: Iterable[Effect]) -> Iterator[None]:
    """Where a failure of the block ends: the log names it, and what is still owed is given back for a later attempt."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the edge of a task or a thread; recorded by its name
        for effect in owed:
            logger.error("%s failed: %s", effect.kind, faults.name_of(error))
            failed(effect, error)


def at_once(taken: Iterable[Effect], carry_out: Callable[[Effect], object]) -> None:
    """Carry out effects that wait for others, each in a thread: one that hangs holds up itself alone."""
    waiting = list(taken)

    def alone(effect: Effect) -> None:
        try:
            close_old_connections()
            with edge([effect]):
                carry_out(effect)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(waiting) or 1) as pool:
        list(pool.map(alone, waiting))


def postpone(effect: Effect) -> None:
    """Give an effect back that could not be begun through no fault of its own: this was no attempt."""
    later = {"leased_until": Now() + FIRST_PAUSE, "attempts": F("attempts") - 1}
    _held(effect).update(state=Effect.State.DUE, **later)


def again(parked: QuerySet[Effect]) -> int:
    """Make parked effects due once more, with all their attempts before them."""
    return parked.filter(state=Effect.State.PARKED).update(state=Effect.State.DUE, attempts=0, leased_until=None)


def sweep() -> int:
    """Take back leases that ran out, so that a killed worker's work is done by another, or parked at last."""
    lost = Effect.objects.filter(state=Effect.State.LEASED, leased_until__lt=Now())
    parked = When(attempts__gte=MAX_ATTEMPTS, then=Value(Effect.State.PARKED))
    return lost.update(state=Case(parked, default=Value(Effect.State.DUE)), leased_until=None, fence=F("fence") + 1)


def purge(older_than: timedelta) -> int:
    """Delete effects done long ago."""
    count, _ = Effect.objects.filter(state=Effect.State.DONE, done_at__lt=Now() - older_than).delete()
    return count


def _held(effect: Effect) -> QuerySet[Effect]:
    """The effect while its lease is still ours."""
    return Effect.objects.filter(pk=effect.pk, fence=effect.fence, state=Effect.State.LEASED)
