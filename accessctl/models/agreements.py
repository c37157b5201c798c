"""Agreements between organisations: what one shares with another, for which purposes, how deep, until when."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.models.people import Organisation
from accessctl.rings import Ring
from registry.lib.ids import uuid7


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def live(self) -> Self:
        """In force now, by the database's clock: begun, not ended, not suspended, signed by every party.

        One party with an immigration function stops it for all (FW-IMMIG).
        """
        parties = AgreementParty.objects.filter(agreement=OuterRef("pk"))
        stopped = Q(signed_at=None) | Q(organisation__immigration_function=True)
        return self.filter(
            ~Exists(parties.filter(stopped)), suspended_at=None, valid_from__lte=Now(), valid_until__gt=Now()
        )


class Agreement(models.Model):
    """Layers above `max_layer` and compartments not named stay closed.  Access stops the moment it ends."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("Title"), max_length=200)
    purposes = ArrayField(models.CharField(max_length=32, choices=Purpose), verbose_name=_("Purposes"))
    max_layer = models.PositiveSmallIntegerField(_("Highest layer"), default=1)
    compartments = ArrayField(models.CharField(max_length=1), verbose_name=_("Compartments"), default=list, blank=True)
    valid_from = models.DateTimeField(_("Valid from"))
    valid_until = models.DateTimeField(_("Valid until"))
    suspended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(max_layer__gte=1, max_layer__lte=3), name="agreement_layer_1_to_3"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="agreement_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.ref


class AgreementParty(models.Model):
    """One organisation's part in an agreement."""

    RING: ClassVar[Ring] = Ring.COMMON

    class Part(models.TextChoices):
        PROVIDER = "provider", _("provides")
        RECEIVER = "receiver", _("receives")
        BOTH = "both", _("provides and receives")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    part = models.CharField(_("Part"), max_length=8, choices=Part)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_once")]

    def __str__(self) -> str:
        return self.get_part_display()
