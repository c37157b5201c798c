"""Genetic data: what a kit showed, in ring 4g, read and written by laboratories alone, in a database role of its own.

By default nothing of it is kept here but the name of the kit.  Alleles are kept where two people of a laboratory opened
that mode for it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Approval, Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from registry.lib.ids import uuid7
from remains.models.samples import GeneticProfile, Sample


class Alleles(RingRow):
    """What a kit showed of a sample: marker -> two alleles; a second that did not show is null.

    laboratory: whose test it was, and who alone reads it: a role that reads alleles reads no table of tests.
    """

    RING = Ring.GENETIC
    RECORD = "sample"

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="+")
    profile = models.OneToOneField(GeneticProfile, models.CASCADE, related_name="+")
    laboratory = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    kit = asked(SealedText(_("Kit"), max_length=80), sets="F", std="DVI*")
    loci = asked(SealedJSON(_("Alleles by marker")), sets="F", std="STRBase DVI*")

    class Meta(RingRow.Meta):
        pass


class GeneticMode(models.Model):
    """That a laboratory keeps alleles here, since two of its people decided so."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("Opened"), default=timezone.now, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"GeneticMode {self.pk}"
