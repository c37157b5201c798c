"""Opening a record because somebody's life is in danger: by one person, for an hour, told and reviewed afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models.disclosure import ShareEvent
from accessctl.models.people import Account, Organisation
from accessctl.rings import Ring
from registry.lib.ids import uuid7


class Danger(models.TextChoices):
    """Which danger it is: a code, because a sentence about a person would itself be data of that person."""

    DISTRESS_AT_SEA = "distress_at_sea", _("people in distress at sea")
    STRANDED = "stranded", _("people lost or stranded without water, food or shelter")
    MEDICAL = "medical", _("medical treatment that cannot wait")
    THREAT = "threat", _("a threat to somebody's life")
    CAPTIVITY = "captivity", _("somebody is held and in danger")
    CHILD = "child", _("a child in immediate danger")
    SELF_HARM = "self_harm", _("somebody may take their own life")


class FamilyWord(models.TextChoices):
    """What the family knows of it."""

    NOT_YET = "not_yet", _("not told yet")
    TOLD = "told", _("told")
    WOULD_ADD_DANGER = "would_add_danger", _("not told: telling them would add danger")


class Review(models.TextChoices):
    """What the owner found afterwards."""

    OPEN = "open", _("to be reviewed")
    JUSTIFIED = "justified", _("justified")
    NOT_JUSTIFIED = "not_justified", _("not justified")


class EmergencyQuerySet(models.QuerySet["EmergencyOpening"]):
    def live(self) -> Self:
        """Open at this moment, by the database's clock."""
        return self.filter(ended_at=None, expires_at__gt=Now())


class EmergencyOpening(models.Model):
    """One person opened rings of one record because of danger to life.  The door reads it: it is the right itself.

    Consent and agreements are not asked, firewalls are.  share: the ledger's row, where the record left its owner.
    """

    RING: ClassVar[Ring] = Ring.COMMON
    REF_PREFIX: ClassVar[str] = "MEO"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, editable=False)
    record_ref = models.CharField(_("Record"), max_length=20)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Held by"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("Person"))
    rings = ArrayField(models.CharField(max_length=2), verbose_name=_("Opened parts"))
    danger = models.CharField(_("Danger"), max_length=16, choices=Danger)
    share = models.ForeignKey(ShareEvent, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("When"), auto_now_add=True)
    expires_at = models.DateTimeField(_("Open until"))
    ended_at = models.DateTimeField(null=True)
    family = models.CharField(_("The family"), max_length=16, choices=FamilyWord, default=FamilyWord.NOT_YET)
    family_at = models.DateTimeField(null=True)
    family_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    review = models.CharField(_("Review"), max_length=16, choices=Review, default=Review.OPEN)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["account", "-expires_at"], name="emergency_of_person"),
            models.Index(fields=["owner", "review", "-at"], name="emergency_of_owner"),
            models.Index(fields=["organisation", "-at"], name="emergency_of_opener"),
            models.Index(fields=["record_ref"], name="emergency_of_record"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_live(self) -> bool:
        """For pages; what counts is the database's clock (`live`)."""
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def closed_at(self) -> datetime:
        """When it closed, or will."""
        return self.ended_at or self.expires_at

    @property
    def ring_labels(self) -> list[str]:
        return [str(Ring(ring).label) for ring in self.rings]
