"""Import batches: what was read from a file, row by row, before anything is saved.

Staged like a draft: sealed, purged.  A table of incidents lies in ring 2, a list of people found alive in ring 4w,
where nobody else learns that there is one.  Counts are plain so that a page can tell how far an import is.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.models import ApiClient, Organisation, RingRow, Staged
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.codes import ImportState, RowOutcome
from cases.vocabulary.coded import CodeField, one_of
from registry.lib.ids import uuid7

SYSTEM_MAX = 60


class Batch(Staged):
    """One file: its name and what it came with in the payload, and what became of its rows."""

    LAYOUT: ClassVar[str]  # of tables whose columns differ from partner to partner, their one layout

    # Which layout the columns were recognised as; the importer names its own.
    layout = models.CharField(_("Layout"), max_length=40)
    state = CodeField(_("State"), codes=ImportState, default=ImportState.CHECKED)
    n_new = models.PositiveIntegerField(_("New rows"), default=0)
    n_changed = models.PositiveIntegerField(_("Changed rows"), default=0)
    n_same = models.PositiveIntegerField(_("Unchanged rows"), default=0)
    n_repeated = models.PositiveIntegerField(_("Repeated rows"), default=0)
    n_alike = models.PositiveIntegerField(_("Rows that wait for a decision"), default=0)
    n_refused = models.PositiveIntegerField(_("Refused rows"), default=0)
    applied_at = models.DateTimeField(_("Saved at"), null=True)
    # Where a partner's system handed the file in, and not a person.
    client = models.ForeignKey(ApiClient, models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta(Staged.Meta):
        abstract = True

    @property
    def n_rows(self) -> int:
        """How many rows the file has."""
        return self.n_new + self.n_changed + self.n_same + self.n_repeated + self.n_alike + self.n_refused


class BatchRow(RingRow):
    """One row of a file as read, and what speaks against it: column, text as found, reason."""

    RECORD = "batch"

    line = models.PositiveIntegerField(_("Line"))
    outcome = CodeField(_("Outcome"), codes=RowOutcome)
    payload = SealedJSON()
    problems = SealedJSON(null=True)

    class Meta(RingRow.Meta):
        abstract = True
        ordering = ["line"]


class Origin(RingRow):
    """What a partner's own system calls a record, and what it last said of it: the same table changes nothing.

    digest: keyed, of owner, system and number; it is found by it and tells nothing without the key.
    said: our columns -> cells as they came last, of rings 1 and 2 alone.  last_entry: of the journal, up to which
    imports alone wrote.
    """

    RING = Ring.SEARCH
    KEYED_FOR: ClassVar[str]

    system = models.CharField(_("Whose number it is"), max_length=SYSTEM_MAX)
    number = SealedText(_("Their number"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    said = SealedJSON()
    last_entry = models.BigIntegerField(null=True, editable=False)

    class Meta(RingRow.Meta):
        abstract = True


class KeptColumns(models.Model):
    """How an organisation reads the tables of one partner.  No person is in it.

    columns: ours -> their heading; words: our column -> their word for a code of ours -> the code.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    system = models.CharField(_("Whose table it is"), max_length=SYSTEM_MAX)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.system


class ImportBatch(Batch):
    """A table of incidents."""

    REF_PREFIX = "MIB"

    class Meta(Batch.Meta):
        constraints = one_of("importbatch", state=ImportState)


class StagedRow(BatchRow):
    """One row of a table of incidents as read, and what speaks against it."""

    RING = Ring.SEARCH

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="+")

    class Meta(BatchRow.Meta):
        constraints = [
            *one_of("stagedrow", outcome=RowOutcome),
            models.UniqueConstraint(fields=["batch", "line"], name="stagedrow_line_once"),
        ]


class LivingBatch(Batch):
    """A list of people found alive, from those who care for them: all of it ring 4w, like what it becomes."""

    RING = Ring.WHEREABOUTS
    REF_PREFIX = "MWB"

    class Meta(Batch.Meta):
        verbose_name_plural = "living batches"
        constraints = one_of("livingbatch", state=ImportState)


class LivingBatchRow(BatchRow):
    """One row of a list of people found alive; once saved, whom it became, so that it can be taken back."""

    RING = Ring.WHEREABOUTS

    batch = models.ForeignKey(LivingBatch, models.CASCADE, related_name="+")

    class Meta(BatchRow.Meta):
        constraints = [
            *one_of("livingbatchrow", outcome=RowOutcome),
            models.UniqueConstraint(fields=["batch", "line"], name="livingbatchrow_line_once"),
        ]
