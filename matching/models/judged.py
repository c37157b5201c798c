"""What a decision rested on: the lines of the pair as they stood, and how the pair was found.  Never values.

Read by the calibration and by nobody else: no page shows it, so that a second reviewer learns nothing by it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from accessctl.rings import Ring
from cases.vocabulary.coded import CodeField, one_of
from matching.codes import Found
from matching.models.reviews import Review
from registry.lib.ids import uuid7


class JudgedPair(models.Model):
    """The inputs of one decision; deleted with it."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.OneToOneField(Review, models.CASCADE, related_name="+")
    found = CodeField(codes=Found)
    rank = models.PositiveSmallIntegerField(null=True)  # the better of its places in the two lists; null: in neither
    primary = models.BooleanField()  # the decision rests on fingerprints, teeth or DNA
    score = models.FloatField(null=True)  # capped sum, log10
    version = models.CharField(max_length=40)  # weights and reference
    left_revision = models.PositiveIntegerField()
    right_revision = models.PositiveIntegerField()
    lines: Any = models.JSONField()  # line, outcome, log_lr, and what it teaches about a rate (`engine.sights`)

    class Meta:
        default_permissions = ()
        constraints = one_of("judgedpair", found=Found)

    def __str__(self) -> str:
        return f"inputs of {self.review_id}"
