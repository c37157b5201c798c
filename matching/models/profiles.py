"""What the matcher holds of a record: one sealed row per record and ring, and one row that says how fresh they are.

A profile is derived data: it is deleted when consent ends and made anew from the record at any time.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from accessctl.models import RingRow
from accessctl.models.journal import CurrentXid, XidField
from accessctl.rings import Ring
from accessctl.sealed import SealedBytes
from cases.models import Case, Whereabouts
from registry.lib.ids import uuid7
from remains.models import Remains


class ProfilePart(RingRow):
    """The part of a record's profile that lives in one ring, packed by the engine."""

    packed = SealedBytes()

    class Meta(RingRow.Meta):
        abstract = True


class CaseProfile(ProfilePart):
    """A part of a missing person's profile."""

    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")

    class Meta(ProfilePart.Meta):
        abstract = True


class CaseSearchProfile(CaseProfile):
    RING = Ring.SEARCH

    class Meta(CaseProfile.Meta):
        pass


class CaseReservedProfile(CaseProfile):
    RING = Ring.RESERVED

    class Meta(CaseProfile.Meta):
        pass


class CaseForensicProfile(CaseProfile):
    RING = Ring.FORENSIC

    class Meta(CaseProfile.Meta):
        pass


class RemainsProfile(ProfilePart):
    """A part of the profile of remains."""

    RECORD = "remains"

    remains = models.OneToOneField(Remains, models.CASCADE, related_name="+")

    class Meta(ProfilePart.Meta):
        abstract = True


class RemainsSearchProfile(RemainsProfile):
    RING = Ring.SEARCH

    class Meta(RemainsProfile.Meta):
        pass


class RemainsForensicProfile(RemainsProfile):
    RING = Ring.FORENSIC

    class Meta(RemainsProfile.Meta):
        pass


class WhereaboutsProfile(ProfilePart):
    """What the matcher holds of somebody found alive: all of it ring 4w."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.OneToOneField(Whereabouts, models.CASCADE, related_name="+")

    class Meta(ProfilePart.Meta):
        pass


def one_record(name: str, *columns: str) -> models.CheckConstraint:
    """A row is about one record and no other."""
    each = (Q(**{f"{column}__isnull": column != named for column in columns}) for named in columns)
    return models.CheckConstraint(condition=Q(*each, _connector=Q.OR), name=name)


class Compared(models.Model):
    """That a record takes part in comparison, and how fresh its profile is.

    revision rises when the profile changes and names the input of a score; xid is the transaction that changed it
    last, so that every matcher process finds what its index lacks, removals (`live` false) included.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, null=True, related_name="+")
    remains = models.OneToOneField(Remains, models.CASCADE, null=True, related_name="+")
    whereabouts = models.OneToOneField(Whereabouts, models.CASCADE, null=True, related_name="+")
    live = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    xid = XidField(db_default=CurrentXid(), editable=False)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["xid"], name="compared_xid")]
        constraints = [one_record("compared_one_record", "case", "remains", "whereabouts")]

    def __str__(self) -> str:
        return f"compared {self.pk}"

    @property
    def record_id(self) -> UUID:
        """The record it is about."""
        return self.case_id or self.remains_id or self.whereabouts_id  # type: ignore[return-value]
