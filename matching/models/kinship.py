"""What the profiles of a family's relatives say of remains: a line of its own beside the other evidence of a pair.

Worked out by a job that alone reads alleles; of them nothing is kept here, and no marker is named.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON
from cases.vocabulary.coded import CodeField, one_of
from matching.codes import Band
from matching.models.pairs import CandidatePair
from registry.lib.ids import uuid7
from remains.models import Remains


class KinshipLine(RingRow):
    """The least ratio of a pair over plausible panels and readings of the pedigree.

    band: the same in words; null where the profiles of the family do not fit its pedigree.  samples: on which it rests;
    inputs: digest of all that it was worked out of.
    """

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    pair = models.OneToOneField(CandidatePair, models.CASCADE, related_name="+")
    band = CodeField(_("Kinship"), codes=Band, null=True)
    samples = ArrayField(models.UUIDField())
    inputs = models.CharField(max_length=64)
    found = SealedJSON()  # `matching.kinship.weighing.Found`
    weighed_at = models.DateTimeField(default=timezone.now)

    class Meta(RingRow.Meta):
        constraints: ClassVar = one_of("kinshipline", band=Band)


class FamilyPlacing(RingRow):
    """What a family of whom several are missing says of remains in the place of one of them, weighed all together.

    samples: on which it rests, those of other remains of the family's among them; inputs: digest of all that it was
    worked out of.
    """

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    pair = models.OneToOneField(CandidatePair, models.CASCADE, related_name="+")
    samples = ArrayField(models.UUIDField())
    inputs = models.CharField(max_length=64)
    found = SealedJSON()  # `matching.kinship.several.Placing`
    weighed_at = models.DateTimeField(default=timezone.now)

    class Meta(RingRow.Meta):
        pass


class FamilyOutlook(models.Model):
    """How much each further relative's sample would say, for a family of one shape: no record's, and of no profile.

    shape: codes of who gave a sample and who could (`matching.kinship.outlooks`); figures: null until worked out.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shape: Any = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    figures: Any = models.JSONField(null=True)
    panel = models.CharField(max_length=170, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(figures__isnull=True, made_at=None) | Q(figures__isnull=False, made_at__isnull=False),
                name="familyoutlook_made",
            )
        ]

    def __str__(self) -> str:
        return f"outlook {self.pk}"
