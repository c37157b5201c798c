"""The board of an event: every missing person of it against all remains of it, as the matcher last weighed them.

Coded as rankings are: who was compared and the log10 LR, never a value of a record.  What a reader sees of it, and
every count, is made for each reader of what the door shows them.
"""

from __future__ import annotations

from django.db import models

from accessctl.rings import Ring
from cases.models import Case, DviEvent
from registry.lib.ids import uuid7
from remains.models import Remains


class Board(models.Model):
    """One comparison of an event.  number: which asking it answers; read_at: later changes are not in it."""

    RING = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.OneToOneField(DviEvent, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    version = models.CharField(max_length=40, blank=True)
    width = models.PositiveIntegerField(default=0)  # columns that each row has scores for

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"board {self.pk}"


class BoardRemains(models.Model):
    """A column of the board."""

    RING = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["board", "place"], name="boardremains_place")]

    def __str__(self) -> str:
        return f"column {self.place}"


class BoardCase(models.Model):
    """A row of the board.  scores: log10 LR against each column in order, little-endian float32, -inf: cannot be."""

    RING = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    scores = models.BinaryField(null=True)  # null: not yet compared

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["board", "place"], name="boardcase_place")]

    def __str__(self) -> str:
        return f"row {self.place}"
