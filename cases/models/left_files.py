"""What somebody leaves with the registry in case they go missing, and what was opened of it for a search.

SECURITY: the file is encrypted with a key made of a code that is on paper with somebody whom the person trusts, and
nowhere here.  It belongs to no record and to no organisation; whoever copies the database and the keys holds nothing.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON
from cases.models.case import Case
from registry.lib.ids import uuid7

DIGEST = "^[0-9a-f]{64}$"


class LeftFile(models.Model):
    """A closed file, found by the digest of the code that opens it, ended by a code of the person's own."""

    RING: ClassVar[Ring] = Ring.PROTECTION

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    opens_by = models.CharField(max_length=64, unique=True)
    ends_by = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    left_at = models.DateTimeField(_("Left at"), default=timezone.now)
    expires_at = models.DateTimeField(_("Kept until"), db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(opens_by__regex=DIGEST), name="leftfile_opens_by_hmac"),
            models.CheckConstraint(condition=Q(ends_by__regex=DIGEST), name="leftfile_ends_by_hmac"),
        ]

    def __str__(self) -> str:
        return "closed file"


class OpenedFile(RingRow):
    """What two people opened for a search, as the person wrote it; it goes when they end the file."""

    RING = Ring.PROTECTION
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    left = models.ForeignKey(LeftFile, models.SET_NULL, null=True, related_name="+")
    # field -> text, in the order in which it was asked
    said = SealedJSON()

    class Meta(RingRow.Meta):
        pass
