"""Tables of cases on their way in, what a partner calls a case, and how a partner's columns were read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accessctl.rings import Ring
from cases.codes import ImportState, RowOutcome
from cases.models import Batch, BatchRow, Case, KeptColumns, Origin
from cases.vocabulary.coded import one_of
from families.models.page import DIGEST


class CaseBatch(Batch):
    """A table of cases.  Its rows hold channels and protection too, so it is its maker's, as a draft is."""

    REF_PREFIX = "MCB"
    LAYOUT = "cases"

    class Meta(Batch.Meta):
        verbose_name_plural = "case batches"
        constraints = one_of("casebatch", state=ImportState)


class CaseBatchRow(BatchRow):
    """One row of a table of cases; once saved, which case it became, so that it can be taken back."""

    RING = Ring.SEARCH

    batch = models.ForeignKey(CaseBatch, models.CASCADE, related_name="+")

    class Meta(BatchRow.Meta):
        constraints = [
            *one_of("casebatchrow", outcome=RowOutcome),
            models.UniqueConstraint(fields=["batch", "line"], name="casebatchrow_line_once"),
        ]


class CaseOrigin(Origin):
    """What a partner's own system calls a case, and until when it lent it.

    expires_at: when it is taken away by itself, as the partner lent it; wanted_gone_at: from when the partner wants it
    deleted otherwise, and people decide.
    """

    RECORD = "case"
    KEYED_FOR = "families.origin"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(null=True, editable=False)
    wanted_gone_at = models.DateTimeField(null=True, editable=False)

    class Meta(Origin.Meta):
        indexes = [
            models.Index(fields=["expires_at"], name="caseorigin_expires", condition=Q(expires_at__isnull=False)),
            models.Index(
                fields=["wanted_gone_at"], name="caseorigin_wanted_gone", condition=Q(wanted_gone_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="caseorigin_digest_hmac"),
            models.UniqueConstraint(fields=["case", "system"], name="caseorigin_once"),
        ]


class ColumnMapping(KeptColumns):
    """How an organisation reads the columns of one partner's tables of cases."""

    class Meta(KeptColumns.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "system"], name="columnmapping_once")]
