"""What is left of pairs whose record was erased: a notice to the other side, and decisions that name nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from accessctl.rings import Ring
from cases.models import Case
from cases.vocabulary.coded import CodeField, one_of
from matching.codes import Decision, PairKind, ReviewRole
from matching.models.profiles import one_record
from registry.lib.ids import uuid7
from remains.models import Remains

SHOWN_FOR = timedelta(days=30)


class EndedPair(models.Model):
    """That a pair people had worked on is no longer available, told on the page of the record that is left.

    Without a reason: whoever reads it learns nothing of the other family.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pair_ref = models.CharField(max_length=20)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    remains = models.ForeignKey(Remains, models.CASCADE, null=True, related_name="+")
    laboratory = models.BooleanField()  # a laboratory was asked, and has to be told to stop
    ended_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [one_record("endedpair_one_record", "case", "remains")]

    def __str__(self) -> str:
        return self.pair_ref


class KeptDecision(models.Model):
    """That somebody in a role decided so on some pair, in a month: for the quality of reviewing, without a link."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    kind = CodeField(codes=PairKind)
    role = CodeField(codes=ReviewRole)
    decision = CodeField(codes=Decision)
    month = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = one_of("keptdecision", kind=PairKind, role=ReviewRole, decision=Decision)

    def __str__(self) -> str:
        return f"{self.decision} {self.month:%Y-%m}"
