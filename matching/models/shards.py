"""What matcher processes have in common: the counts all of them weigh by, and what one asks the shards of the others.

Nothing here outlives its use: counts are made anew and die with any erasure, a question with its answer.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accessctl.models import OwnKey
from accessctl.rings import Ring
from accessctl.sealed import SealedBytes
from registry.lib.ids import uuid7


class Counted(OwnKey):
    """The counts of the registry behind every denominator, once for all processes; the newest row holds.

    A word or a dental pattern that only one person has is among them, so they are sealed as the highest ring is.
    """

    RING: ClassVar[Ring] = Ring.FORENSIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    records = models.PositiveIntegerField()  # that took part in comparison then
    packed = SealedBytes()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta(OwnKey.Meta):
        indexes = [models.Index(fields=["-made_at"], name="counted_newest")]

    def __str__(self) -> str:
        return f"counts {self.pk}"


class Question(models.Model):
    """Which records one process wants ranked by every shard: {list: {reference: revision of the profile}}."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shards = models.PositiveSmallIntegerField()  # into how many the asking process divides the records
    asker = models.PositiveSmallIntegerField()  # whose shard is the only one not asked
    wanted = models.JSONField()
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["asked_at"], name="question_asked")]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Part(models.Model):
    """One shard's answer, whole: for each record asked about, its list among the records of that shard."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    shard = models.PositiveSmallIntegerField()
    found = models.JSONField()  # references, scores and counts; nothing of a record

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["question", "shard"], name="part_once")]

    def __str__(self) -> str:
        return f"part {self.shard} of {self.question_id}"
