"""Agreements between organisations: what one shares with another, for which purposes, how deep, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.models.people import Organisation
from accessctl.rings import Ring
from registry.lib.ids import uuid7

# In force now, by the database's clock: begun, not ended, not suspended, signed by every party.  One party with an
# immigration function stops an agreement for all (FW-IMMIG).
LIVE = """
    agreement.suspended_at IS NULL
    AND agreement.valid_from <= statement_timestamp() AND agreement.valid_until > statement_timestamp()
    AND NOT EXISTS (
        SELECT FROM accessctl_agreementparty AS party
        JOIN accessctl_organisation AS body ON body.id = party.organisation_id
        WHERE party.agreement_id = agreement.id AND (party.signed_at IS NULL OR body.immigration_function)
    )"""
LIVE_IDS = f"SELECT agreement.id FROM accessctl_agreement AS agreement WHERE {LIVE}"  # noqa: S608 - fixed text
# Written out because every decision of the door asks it: as a queryset it took longer to compile than to run.
SHARES = f"""
    SELECT gives.organisation_id, agreement.max_layer, agreement.compartments
    FROM accessctl_agreementparty AS receives
    JOIN accessctl_agreement AS agreement ON agreement.id = receives.agreement_id
    JOIN accessctl_agreementparty AS gives ON gives.agreement_id = agreement.id
    WHERE receives.organisation_id = %s AND receives.part IN ('receiver', 'both')
    AND gives.organisation_id <> receives.organisation_id AND gives.part IN ('provider', 'both')
    AND agreement.purposes @> ARRAY[%s]::varchar[] AND {LIVE}"""  # noqa: S608 - fixed text


@dataclass(frozen=True)
class Share:
    """What one live agreement opens of one provider's records."""

    provider: UUID
    max_layer: int
    compartments: frozenset[str]

    def opens(self, ring: Ring) -> bool:
        return ring.layer <= self.max_layer and (not ring.compartment or ring.compartment in self.compartments)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def live(self) -> Self:
        """In force now (see LIVE)."""
        return self.filter(pk__in=RawSQL(LIVE_IDS, ()))  # noqa: S611 - fixed text

    def shares(self, receiver: UUID, purpose: str) -> tuple[Share, ...]:
        """What live agreements open to an organisation for a purpose, in one query."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(SHARES, [receiver, purpose])
            return tuple(Share(provider, layer, frozenset(letters)) for provider, layer, letters in cursor.fetchall())


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
