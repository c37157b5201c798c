"""Links between remains and incidents: leads for comparison, and nothing more."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from cases.codes import LinkBasis
from cases.models import Incident
from registry.lib.errors import Invalid
from remains.models import Remains, RemainsIncident
from remains.services import rows
from remains.services.entry import RemainsEntry


@transaction.atomic
def link_incident(
    *, actor: Actor, remains_ref: str, incident_ref: str, basis: str = LinkBasis.DATE_AND_PLACE
) -> RemainsIncident:
    """Say that remains may come from an incident.  Twice is once.  Raises NotFound, Forbidden, Invalid."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=remains_ref, lock=True)
    door.ensure_writes(actor, RemainsIncident.RING)
    incident = door.fetch(actor, Incident, ref=incident_ref)
    if basis not in LinkBasis.values:
        raise Invalid(fields={"basis": [_("This code is not in the list.")]})
    held = RemainsIncident.objects.filter(remains=remains, incident=incident).first()
    if held is not None:
        return held
    source = rows.source_of(remains, RemainsEntry(), actor.account)
    source.save(force_insert=True)
    link = RemainsIncident.objects.create(
        remains=remains, incident=incident, source=source, basis=basis, created_by=actor.account
    )
    journal.record(actor, "incident.linked", remains, incident)
    return link


@transaction.atomic
def unlink_incident(*, actor: Actor, remains_ref: str, incident_ref: str) -> None:
    """Take a link away; without one nothing happens.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=remains_ref, lock=True)
    door.ensure_writes(actor, RemainsIncident.RING)
    incident = door.fetch(actor, Incident, ref=incident_ref)
    count, _per_model = RemainsIncident.objects.filter(remains=remains, incident=incident).delete()
    if count:
        journal.record(actor, "incident.unlinked", remains, incident)
