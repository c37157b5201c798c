"""Candidate pairs, their evidence lines, and the rankings they come from.

Coded throughout: references, comparators, outcomes and log10 likelihood ratios, never a value of either record.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models import Account
from accessctl.rings import Ring
from cases.models import Case, Whereabouts
from cases.vocabulary.coded import CodeField, one_of
from matching.codes import PAIR_COLUMNS, Band, PairKind, PairState, Task
from matching.models.profiles import one_record
from registry.lib.ids import new_ref, uuid7
from remains.models import Remains


def pair_ref() -> str:
    return new_ref("MCP")


class Ranking(models.Model):
    """Whom one record was compared with: the best counterparts, best first.  One row per record and list."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = CodeField(codes=Task)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    remains = models.ForeignKey(Remains, models.CASCADE, null=True, related_name="+")
    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, null=True, related_name="+")
    refs = ArrayField(models.CharField(max_length=20), default=list)
    scores = ArrayField(models.FloatField(), default=list)  # log10 LR, capped
    none = models.FloatField()  # posterior that the counterpart is not in the registry; shown as words only
    considered = models.PositiveIntegerField()
    log10_sum = models.FloatField()  # of the LR of all that were considered, from which `none` follows
    version = models.CharField(max_length=40)
    read_at = models.DateTimeField()  # when the record was read: later changes are not in it
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [GinIndex(fields=["refs"], name="ranking_refs")]  # whose lists name a record
        constraints = [
            one_record("ranking_one_record", "case", "remains", "whereabouts"),
            models.UniqueConstraint(fields=["task", "case"], name="ranking_once_per_case"),
            models.UniqueConstraint(fields=["task", "remains"], name="ranking_once_per_remains"),
            models.UniqueConstraint(fields=["task", "whereabouts"], name="ranking_once_per_whereabouts"),
            *one_of("ranking", task=Task),
        ]

    def __str__(self) -> str:
        return f"ranking {self.task} {self.pk}"


def _joined(kind: PairKind) -> Q:
    """The two records of a kind, and no others."""
    return Q(kind=kind, **{f"{column}__isnull": column not in kind.columns for column in PAIR_COLUMNS})


class CandidatePair(models.Model):
    """Two records worth comparing by people.  Which they are, and which stands left, its kind says.

    Of two records of one kind the left one has the smaller id, so that a pair exists once whoever is asked about first.
    """

    RING: ClassVar[Ring] = Ring.COMMON
    REF_PREFIX = "MCP"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=pair_ref, editable=False)
    kind = CodeField(codes=PairKind)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    remains = models.ForeignKey(Remains, models.CASCADE, null=True, related_name="+")
    other_case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    other_remains = models.ForeignKey(Remains, models.CASCADE, null=True, related_name="+")
    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, null=True, related_name="+")
    state = CodeField(_("State"), codes=PairState, default=PairState.PROPOSED)
    state_before = CodeField(codes=PairState, null=True)  # of a pair hidden because consent ended
    # Two people signed what was concluded: neither reviews nor new evidence move the pair any more.
    concluded = models.BooleanField(default=False, db_default=False, editable=False)
    impossible = models.CharField(max_length=40, blank=True)  # code of the logical contradiction, if there is one
    # Null until the evidence is made, and again once consent ended.
    score = models.FloatField(null=True)  # capped sum, log10
    coverage = models.FloatField(null=True)  # share of the evidence that could be compared, 0 to 1
    band = CodeField(_("Evidence"), codes=Band, null=True)
    version = models.CharField(max_length=40, blank=True)
    left_revision = models.PositiveIntegerField(default=0)
    right_revision = models.PositiveIntegerField(default=0)
    evidence_at = models.DateTimeField(null=True)
    # Reviews of earlier rounds were made on other evidence: history, no longer standing.
    round = models.PositiveSmallIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)  # the evidence reads differently since the last decision
    opened_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")  # null: the matcher
    created_at = models.DateTimeField(_("Found"), default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "-created_at", "-id"], name="pair_list"),
            models.Index(fields=["remains", "state"], name="pair_remains"),
            models.Index(fields=["other_case", "state"], name="pair_other"),
            models.Index(fields=["other_remains", "state"], name="pair_other_remains"),
            models.Index(fields=["whereabouts", "state"], name="pair_whereabouts"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "remains"], name="pair_case_remains_once"),
            models.UniqueConstraint(fields=["case", "other_case"], name="pair_case_case_once"),
            models.UniqueConstraint(fields=["remains", "other_remains"], name="pair_remains_remains_once"),
            models.UniqueConstraint(fields=["case", "whereabouts"], name="pair_case_whereabouts_once"),
            models.CheckConstraint(
                condition=Q(*(_joined(kind) for kind in PairKind), _connector=Q.OR), name="pair_two_records"
            ),
            models.CheckConstraint(
                condition=Q(other_case__isnull=True) | Q(case__lt=F("other_case")), name="pair_case_order"
            ),
            models.CheckConstraint(
                condition=Q(other_remains__isnull=True) | Q(remains__lt=F("other_remains")), name="pair_remains_order"
            ),
            *one_of("pair", kind=PairKind, state=PairState, state_before=PairState, band=Band),
        ]

    def __str__(self) -> str:
        return self.ref

    def __repr__(self) -> str:
        return f"<CandidatePair {self.ref}>"

    @property
    def left(self) -> Case | Remains:
        found: Case | Remains = getattr(self, PairKind(self.kind).columns[0])
        return found

    @property
    def right(self) -> Case | Remains | Whereabouts:
        found: Case | Remains | Whereabouts = getattr(self, PairKind(self.kind).columns[1])
        return found

    @property
    def told_of(self) -> tuple[Case | Remains | Whereabouts, ...]:
        """The records whose history may say that there is this pair: never a case beside somebody found alive."""
        return (self.right,) if PairKind(self.kind).is_of_the_living else (self.left, self.right)

    def other(self, record: Case | Remains | Whereabouts) -> Case | Remains | Whereabouts:
        """The counterpart of one of the two records."""
        return self.right if record.pk == self.left.pk else self.left


class EvidenceLine(models.Model):
    """One comparator's result for a pair.

    `ring` is the higher of the two records' rings for what was compared; `left_ring` and `right_ring` say which must
    be opened on either side to see the line's size.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pair = models.ForeignKey(CandidatePair, models.CASCADE, related_name="+")
    line = models.CharField(max_length=24)
    group = models.CharField(max_length=24)
    outcome = models.CharField(max_length=12)
    log_lr = models.FloatField()
    coverage = models.FloatField()
    reason = models.CharField(max_length=60)
    ring = models.CharField(max_length=2)
    left_ring = models.CharField(max_length=2)
    right_ring = models.CharField(max_length=2)
    potential = models.FloatField(default=0.0)  # expected move of the sum, log10, if the missing fact were known
    # How far log_lr may lie below and above while the rates stay plausible; null until somebody opens the pair.
    down = models.FloatField(null=True)
    up = models.FloatField(null=True)
    decided_on = models.FloatField(null=True)  # log_lr when the last decision was made
    sight: Any = models.JSONField(null=True)  # what it teaches about a rate: a level or a difference, never a value

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["pair", "line"], name="evidence_line_once")]

    def __str__(self) -> str:
        return f"{self.line} {self.outcome}"

    @property
    def is_compared(self) -> bool:
        return self.outcome != "missing"
