"""The work that entries of the journal give rise to, and whose turn it is to do it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accessctl.rings import Ring


class Effect(models.Model):
    """A piece of work owed because of a journal entry.  Done exactly once: unique key, lease with a fencing token."""

    RING: ClassVar[Ring] = Ring.COMMON

    class State(models.TextChoices):
        DUE = "due"
        LEASED = "leased"
        DONE = "done"
        PARKED = "parked"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True)  # class of the last failure
    place = models.CharField(max_length=160, blank=True)  # and where in the program it came from
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "state", "id"], name="effect_due")]

    def __str__(self) -> str:
        return self.key


class Turn(models.Model):
    """A place to run as a consumer: one worker's at a time, and free again when its lease runs out."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    consumer = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["consumer", "place"], name="turn_once")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.place}"
