"""Known pairs, by which is checked that the comparison still finds what it should, and at which rank each was found."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accessctl.rings import Ring
from cases.vocabulary.coded import CodeField, one_of
from matching.codes import PairKind
from matching.models.pairs import CandidatePair
from registry.lib.ids import uuid7


class Canary(models.Model):
    """A pair known to be one person: one that a primary identifier established, or one of invented people.

    Invented people are in no list and no index: they are weighed beside the records when it is checked, so no reviewer
    ever meets them.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = CodeField(codes=PairKind)
    pair = models.OneToOneField(CandidatePair, models.CASCADE, null=True, related_name="+")
    invented: Any = models.JSONField(null=True)  # the profiles of two invented records, as `left` and `right`
    planted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(pair__isnull=True, invented__isnull=False) | Q(pair__isnull=False, invented__isnull=True),
                name="canary_invented_or_pair",
            ),
            *one_of("canary", kind=PairKind),
        ]

    def __str__(self) -> str:
        return f"known pair {self.pk}"


class CanaryCheck(models.Model):
    """At which rank a known pair stood; null: not among those listed."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    canary = models.ForeignKey(Canary, models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField(null=True)
    version = models.CharField(max_length=40)  # of the weights
    checked_at = models.DateTimeField(db_index=True)  # one moment for all of one check

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["canary", "checked_at"], name="canary_checked_once")]

    def __str__(self) -> str:
        return f"check of {self.canary_id}"
