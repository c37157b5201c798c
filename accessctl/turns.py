"""Whose turn it is: at most so many workers run as one consumer, and the other threads stay free for people who wait.

A turn is a row with a lease by the database's clock, so a killed worker's turn is free again without anybody's help.
It decides who works, never whether the work is right: effects have leases and fences of their own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accessctl.effects import lease_time
from accessctl.models import Turn
from registry.lib.ids import uuid7

_FREE = Q(held_until=None) | Q(held_until__lt=Now())


class Held:
    """A turn that this thread has."""

    def __init__(self, place: int, holder: UUID) -> None:
        self._mine = Turn.objects.filter(pk=place, holder=holder)
        self._renewed = time.monotonic()

    def keep(self) -> bool:
        """Whether it is still ours; a long run asks between two pieces of work, which renews the lease in time."""
        if time.monotonic() - self._renewed < lease_time().total_seconds() / 3:
            return True
        self._renewed = time.monotonic()
        return bool(self._mine.update(held_until=Now() + lease_time()))

    def give_back(self) -> None:
        self._mine.update(holder=None, held_until=None)


@contextmanager
def turn(consumer: str, places: int = 1) -> Iterator[Held | None]:
    """A turn as this consumer, of which so many may be held at once; None, at once, when others have them all."""
    held = _take(consumer, places)
    try:
        yield held
    finally:
        if held is not None:
            held.give_back()


def _take(consumer: str, places: int) -> Held | None:
    wanted = Turn.objects.filter(consumer=consumer, place__lt=places)
    holder = uuid7()
    with transaction.atomic():
        free = wanted.filter(_FREE).select_for_update(skip_locked=True).order_by("place")
        row = free.values_list("pk", flat=True).first()
        if row is not None:
            Turn.objects.filter(pk=row).update(holder=holder, held_until=Now() + lease_time())
            return Held(row, holder)
    if wanted.count() == places:
        return None
    Turn.objects.bulk_create([Turn(consumer=consumer, place=n) for n in range(places)], ignore_conflicts=True)
    return _take(consumer, places)
