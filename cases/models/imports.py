"""Import batches: what was read from a file, row by row, before anything is saved.

Staged like a draft: ring 2, sealed, purged.  Counts are plain so that a page can tell how far an import is.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.models import RingRow, Staged
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON
from cases.codes import ImportState, RowOutcome
from cases.vocabulary.coded import CodeField, one_of


class ImportBatch(Staged):
    """One file: its name and column mapping in the payload, and what became of its rows."""

    REF_PREFIX = "MIB"

    # Which layout the columns were recognised as; the importer names its own.
    layout = models.CharField(_("Layout"), max_length=40)
    state = CodeField(_("State"), codes=ImportState, default=ImportState.CHECKED)
    n_new = models.PositiveIntegerField(_("New rows"), default=0)
    n_changed = models.PositiveIntegerField(_("Changed rows"), default=0)
    n_same = models.PositiveIntegerField(_("Unchanged rows"), default=0)
    n_repeated = models.PositiveIntegerField(_("Repeated rows"), default=0)
    n_refused = models.PositiveIntegerField(_("Refused rows"), default=0)
    applied_at = models.DateTimeField(_("Saved at"), null=True)

    class Meta(Staged.Meta):
        constraints = one_of("importbatch", state=ImportState)

    @property
    def n_rows(self) -> int:
        """How many rows the file has."""
        return self.n_new + self.n_changed + self.n_same + self.n_repeated + self.n_refused


class StagedRow(RingRow):
    """One row of a file as read, and what speaks against it: column, text as found, reason."""

    RING = Ring.SEARCH
    RECORD = "batch"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="+")
    line = models.PositiveIntegerField(_("Line"))
    outcome = CodeField(_("Outcome"), codes=RowOutcome)
    payload = SealedJSON()
    problems = SealedJSON(null=True)

    class Meta(RingRow.Meta):
        ordering = ["line"]
        constraints = [
            *one_of("stagedrow", outcome=RowOutcome),
            models.UniqueConstraint(fields=["batch", "line"], name="stagedrow_line_once"),
        ]
