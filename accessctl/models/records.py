"""Bases of everything that is about a person: the root record, its rings, its grants.

A root is layer 1 (coded, plain columns, what lists filter on).  Each ring of it is a table of its own, encrypted under
a data key of its own.  Concrete tables are declared by the apps; `accessctl` knows none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from accessctl.codes import GrantReason, Purpose
from accessctl.consent import AudienceSpec, ConsentMask
from accessctl.models.people import Account, Organisation
from accessctl.rings import SEALED_RINGS, Ring
from accessctl.sealed import SealedBytes, SealedJSON, SealedText, SealedValue
from registry.lib.dates import PartialDate
from registry.lib.ids import uuid7


class Record(models.Model):
    """A root: owner, what consent and firewalls amount to, and the list key.  Never deleted by a cascade from above."""

    RING: ClassVar[Ring] = Ring.COMMON
    REF_PREFIX: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, editable=False)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation"))
    consent_1 = ConsentMask(default=0, editable=False)
    consent_2 = ConsentMask(default=0, editable=False)
    consent_3 = ConsentMask(default=0, editable=False)
    consent_until = models.DateTimeField(null=True, editable=False)
    audience = models.IntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("Registered"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", editable=False)
    updated_at = models.DateTimeField(_("Last change"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        default_permissions = ()
        permissions = [(f"ring_{ring.value}", f"ring {ring.value}") for ring in SEALED_RINGS]
        # A list walks the newest rows of all organisations within reach, or those of one.
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="%(class)s_newest"),
            models.Index(fields=["owner", "-created_at", "-id"], name="%(class)s_list"),
        ]

    def __str__(self) -> str:
        return self.ref

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.ref}>"

    @property
    def vault_record_id(self) -> UUID:
        return self.id


class RingRow(models.Model):
    """A row of one ring of one record.  `RECORD` names the foreign key to the root.

    anew: of a row that is being written, the name (`accessctl.tokens`) of the held row that it says anew.
    """

    RING: ClassVar[Ring]
    RECORD: ClassVar[str]

    anew: str = ""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"

    __repr__ = __str__

    @property
    def vault_record_id(self) -> UUID:
        found: UUID = getattr(self, f"{self.RECORD}_id")
        return found


class Attachment(RingRow):
    """A file of one ring: an encrypted row, there is no media folder.  Re-encoded, metadata stripped."""

    kind = models.CharField(max_length=24)
    mime = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    content = SealedBytes()
    thumbnail = SealedBytes(null=True)

    class Meta(RingRow.Meta):
        abstract = True


class NumberedImage(Attachment):
    """An image of an examination or of what was found: `number` names it within its record, and is never given twice.

    No thumbnail: such images are never shown in lists.  One that was taken away keeps its number, and no content.
    KINDS: what such a table holds.  VIEWED_FOR: for what somebody may say that they look at one.
    """

    KINDS: ClassVar[Sequence[str]]
    # What the list of images tells of one.
    LISTED: ClassVar[Sequence[str]] = ("caption", "taken_on")
    # A search or an appeal to the public is no reason to look at what is kept for a comparison.
    VIEWED_FOR: ClassVar[Sequence[Purpose]] = (
        Purpose.FORENSIC_COMPARISON,
        Purpose.DNA_IDENTIFICATION,
        Purpose.SHARE_SEARCH,
        Purpose.REPATRIATION,
        Purpose.ACCOUNTABILITY,
    )

    number = models.PositiveSmallIntegerField(editable=False)
    # Digest of the content as stored; sealed, or it would tell whose image this is.
    sha256 = SealedText(max_length=64)
    caption = SealedText(_("What it shows"), max_length=200, null=True, blank=True)
    taken_on = SealedValue(_("Taken on"), codec=PartialDate, null=True, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Attachment.Meta):
        abstract = True


class PicturedImage(NumberedImage):
    """An image of what stands in the lists of its record: a mark, a tooth, a thing, a grave.

    shows: the name of that row (`accessctl.tokens`), or what an app calls something that is no row; null: of nothing
    in particular.  Names are never given twice, so an image of what was taken from its list shows nothing else.
    """

    LISTED = (*NumberedImage.LISTED, "shows")

    shows = SealedText(_("What it belongs to"), max_length=24, null=True, blank=True)

    class Meta(NumberedImage.Meta):
        abstract = True


class Source(RingRow):
    """Where a value came from: kind, who (sealed), when, how reliable."""

    kind = models.CharField(max_length=24)
    described = SealedText(max_length=200, null=True)
    collected_on = models.DateField(null=True)
    reliability = models.CharField(max_length=1, default="D")
    information = models.PositiveSmallIntegerField(default=3)

    class Meta(RingRow.Meta):
        abstract = True


class Staged(Record):
    """Something on its way: a draft, a stored search, staged rows.  Ring 2, sealed, with a purge date."""

    RING: ClassVar[Ring] = Ring.SEARCH

    payload = SealedJSON()
    purge_at = models.DateTimeField()

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def outlived(cls) -> models.QuerySet[Self]:
        """The rows that may go now."""
        return cls._default_manager.filter(purge_at__lt=timezone.now())


class RecordGrant(UserObjectPermissionBase):
    """A named person's need-to-know of one ring of one record, while they act for the organisation it was given to.

    guardian's user grant with a direct foreign key, extended by organisation, purpose, reason, approver and expiry.
    `ring` repeats the permission's code for the door's query; `accessctl.services.grants` writes both.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    ring = models.CharField(max_length=2)
    purpose = models.CharField(max_length=32, choices=Purpose)
    reason = models.CharField(max_length=20, choices=GrantReason)
    approved_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        abstract = True
        default_permissions = ()
        indexes = [models.Index(fields=["user", "ring", "expires_at"], name="%(class)s_live")]
        constraints = [
            models.UniqueConstraint(fields=["user", "permission", "content_object", "purpose"], name="%(class)s_once")
        ]

    def __str__(self) -> str:
        return f"{self.ring} until {self.expires_at:%Y-%m-%d}"


class OwnKey(models.Model):
    """A sealed row that belongs to no record: its key is its own, enrolled for the deployment under `record`."""

    RING: ClassVar[Ring]

    record = models.UUIDField(default=uuid7, editable=False, unique=True)

    class Meta:
        abstract = True
        default_permissions = ()

    @property
    def vault_record_id(self) -> UUID:
        return self.record


class Audience(OwnKey):
    """A numbered, sealed set of exceptions that records refer to, so that a stolen database names no fears."""

    RING: ClassVar[Ring] = Ring.PROTECTION

    # Numbered by `accessctl.audiences`, not by a sequence: the seal binds the number, so it exists before encryption.
    id = models.IntegerField(primary_key=True)
    spec = SealedValue(codec=AudienceSpec)

    class Meta(OwnKey.Meta):
        pass

    def __str__(self) -> str:
        return f"audience {self.pk}"
