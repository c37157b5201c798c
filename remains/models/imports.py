"""Tables of remains on their way in, what an institute calls remains, and how an institute's columns were read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accessctl.rings import Ring
from cases.codes import ImportState, RowOutcome
from cases.models import Batch, BatchRow, KeptColumns, Origin
from cases.vocabulary.coded import one_of
from remains.models.remains import Remains

DIGEST = "^[0-9a-f]{64}$"


class RemainsBatch(Batch):
    """A table of remains."""

    REF_PREFIX = "MRB"
    LAYOUT = "remains"

    class Meta(Batch.Meta):
        verbose_name_plural = "remains batches"
        constraints = one_of("remainsbatch", state=ImportState)


class RemainsBatchRow(BatchRow):
    """One row of a table of remains; once saved, which remains it became, so that it can be taken back."""

    RING = Ring.SEARCH

    batch = models.ForeignKey(RemainsBatch, models.CASCADE, related_name="+")

    class Meta(BatchRow.Meta):
        constraints = [
            *one_of("remainsbatchrow", outcome=RowOutcome),
            models.UniqueConstraint(fields=["batch", "line"], name="remainsbatchrow_line_once"),
        ]


class RemainsOrigin(Origin):
    """What an institute's own system calls remains, such as the number of a tag."""

    RECORD = "remains"
    KEYED_FOR = "remains.origin"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")

    class Meta(Origin.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="remainsorigin_digest_hmac"),
            models.UniqueConstraint(fields=["remains", "system"], name="remainsorigin_once"),
        ]


class RemainsColumns(KeptColumns):
    """How an organisation reads the columns of one partner's tables of remains."""

    class Meta(KeptColumns.Meta):
        verbose_name_plural = "remains columns"
        constraints = [models.UniqueConstraint(fields=["organisation", "system"], name="remainscolumns_once")]
