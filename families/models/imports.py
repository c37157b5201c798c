"""Tables of cases on their way in, what a partner calls a case, and how a partner's columns were read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.models import Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.codes import ImportState, RowOutcome
from cases.models import Batch, BatchRow, Case
from cases.vocabulary.coded import one_of
from families.models.page import DIGEST
from registry.lib.ids import uuid7

SYSTEM_MAX = 60


class CaseBatch(Batch):
    """A table of cases.  Its rows hold channels and protection too, so it is its maker's, as a draft is."""

    REF_PREFIX = "MCB"

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


class CaseOrigin(RingRow):
    """What a partner's own system calls a case, and what it last said of it, so that the same table changes nothing.

    digest: keyed, of owner, system and number; it is found by it and tells nothing without the key.
    said: our columns -> cells as they came last, of rings 1 and 2 alone.
    expires_at: when it is taken away by itself, as the partner lent it; wanted_gone_at: from when the partner wants it
    deleted otherwise, and people decide; last_entry: of the journal, up to which imports alone wrote.
    """

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    system = models.CharField(_("Whose number it is"), max_length=SYSTEM_MAX)
    number = SealedText(_("Their number"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    said = SealedJSON()
    expires_at = models.DateTimeField(null=True, editable=False)
    wanted_gone_at = models.DateTimeField(null=True, editable=False)
    last_entry = models.BigIntegerField(null=True, editable=False)

    class Meta(RingRow.Meta):
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


class ColumnMapping(models.Model):
    """How an organisation reads the columns of one partner's tables: ours -> their heading.  No person is in it."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    system = models.CharField(_("Whose table it is"), max_length=SYSTEM_MAX)
    columns = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organisation", "system"], name="columnmapping_once")]

    def __str__(self) -> str:
        return self.system
