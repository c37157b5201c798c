"""What is left of a record that was erased, and the work on keys that an erasure still owes."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.models.journal import CurrentXid, XidField
from accessctl.models.people import Organisation
from accessctl.rings import Ring
from registry.lib.ids import uuid7

KEPT_FOR = timedelta(days=365)


class ErasureReason(models.TextChoices):
    """Why something is erased: a code, because a sentence about a person would itself be data of that person."""

    FAMILY_WISH = "family_wish", _("the family wishes it")
    PERSON_WISH = "person_wish", _("the person it is about wishes it")
    MISTAKE = "mistake", _("it was entered by mistake")
    TIME_OVER = "time_over", _("the time for keeping it is over")
    NO_BASIS = "no_basis", _("nothing allows keeping it")


class Telling(models.TextChoices):
    """How the people it is about were told, before the ways to reach them are gone."""

    IN_PERSON = "in_person", _("told in person")
    BY_VOICE = "by_voice", _("told by telephone")
    IN_WRITING = "in_writing", _("told in writing")
    NOT_REACHED = "not_reached", _("not reached, after several attempts")
    NOBODY = "nobody", _("there is nobody to tell")


class Tombstone(models.Model):
    """That something was erased: reference, dates, reason.  Kept a year, so that a restored backup is cleared of it.

    digest: of the erased row's id, which a restored copy is searched for; kind: of which table; `record_ref`: the
    record, or the record it was a part of; second: who approved, where two persons were needed.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    record_ref = models.CharField(_("Record"), max_length=20, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(_("Registered"), null=True)
    erased_at = models.DateTimeField(_("Erased"))
    reason = models.CharField(_("Reason"), max_length=16, choices=ErasureReason)
    told = models.CharField(_("The family"), max_length=16, choices=Telling)
    by = models.CharField(max_length=80)
    second = models.CharField(max_length=80, blank=True)
    written_at = models.DateTimeField(null=True)  # when it was written outside the database
    keys_destroyed_at = models.DateTimeField(null=True)
    xid = XidField(db_default=CurrentXid(), editable=False)  # for the matcher, which forgets what it holds in memory

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner", "-erased_at"], name="tombstone_list"),
            models.Index(fields=["record_ref"], name="tombstone_ref"),
            models.Index(fields=["by", "-erased_at"], name="tombstone_by"),
            models.Index(fields=["xid"], name="tombstone_xid"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="tombstone_digest_sha256")
        ]

    def __str__(self) -> str:
        return self.record_ref or self.digest[:12]


class KeyWork(models.Model):
    """What is still to be done with keys, after the transaction that decided it.  Gone when done.

    tombstone: of an erasure, whose keys are to be destroyed, or renewed where a part of a ring went; none where rows
    went that nobody need ever honour again, since they are worked out anew.
    rings: those whose keys are replaced after what is left was sealed anew; none: every key of the record goes.
    upto: the newest key that is to go, once the renewal has begun.
    organisation: who answers for the record now, and whose key is to wrap the record's.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    tombstone = models.ForeignKey(Tombstone, models.CASCADE, null=True, related_name="+")
    organisation = models.UUIDField(null=True)
    record = models.UUIDField()
    rings = ArrayField(models.CharField(max_length=2), default=list)
    upto = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(tombstone=None, organisation__isnull=False, rings=[])
                | Q(tombstone__isnull=False, organisation=None)
                | Q(tombstone=None, organisation=None, rings__len__gt=0),
                name="keywork_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"key work {self.pk}"
