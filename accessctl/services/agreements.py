"""Agreements: proposed by one side, in force once every party has signed, suspended by any."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Agreement, AgreementParty, Organisation
from accessctl.signin import stepup
from registry.lib.errors import Forbidden, Invalid
from registry.lib.ids import new_ref


class NotAgreeable(Invalid):
    code = "not_agreeable"
    template = _("A body with an immigration function, or one that is suspended, cannot be party to an agreement.")


@transaction.atomic
def propose_agreement(
    actor: Actor,
    *,
    title: str,
    providers: Iterable[Organisation],
    receivers: Iterable[Organisation],
    purposes: Iterable[Purpose],
    max_layer: int,
    valid_until: datetime,
    compartments: Iterable[str] = (),
    valid_from: datetime | None = None,
) -> Agreement:
    """Write an agreement that nobody has signed yet.  Raises ProofNeeded, NotAgreeable (FW-IMMIG)."""
    stepup.demand(actor)
    parts = dict.fromkeys(providers, AgreementParty.Part.PROVIDER)
    for org in receivers:
        parts[org] = AgreementParty.Part.BOTH if org in parts else AgreementParty.Part.RECEIVER
    if not all(org.may_take_part for org in parts):
        raise NotAgreeable()
    agreement = Agreement.objects.create(
        ref=new_ref("MAG"),
        title=title,
        purposes=list(purposes),
        max_layer=max_layer,
        compartments=list(compartments),
        valid_from=valid_from or timezone.now(),
        valid_until=valid_until,
    )
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, organisation=org, part=part) for org, part in parts.items()
    )
    journal.record(actor, "agreement.proposed", agreement.ref)
    return agreement


@transaction.atomic
def sign_agreement(actor: Actor, agreement: Agreement, organisation: Organisation) -> None:
    """One party's signature; the last one puts the agreement in force.

    Raises Forbidden: nobody signs for another; ProofNeeded.
    """
    if not actor.is_system and actor.organisation_id != organisation.pk:
        raise Forbidden()
    stepup.demand(actor)
    party = AgreementParty.objects.filter(agreement=agreement, organisation=organisation, signed_at=None)
    party.update(signed_at=timezone.now())
    journal.record(actor, "agreement.signed", agreement.ref, organisation_id=str(organisation.pk))


@transaction.atomic
def suspend_agreement(actor: Actor, agreement: Agreement) -> None:
    """Stop an agreement at once; any party may.  Raises Forbidden."""
    if not actor.is_system and not agreement.parties.filter(organisation=actor.organisation_id).exists():
        raise Forbidden()
    agreement.suspended_at = timezone.now()
    agreement.save(update_fields=["suspended_at"])
    journal.record(actor, "agreement.suspended", agreement.ref)
