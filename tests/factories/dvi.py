"""Events that somebody leads, with members, made through their services."""

from __future__ import annotations

from collections.abc import Sequence

from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from accessctl.models import Organisation
from cases.models import DviEvent, EventMember
from cases.services import IncidentEntry, log_incident
from cases.services.dvi import EventEntry, ask_promotion, invite
from registry.lib.dates import parse_edtf


def led(
    lead: Actor, second: Actor, incident: str = "", *, members: Sequence[Organisation] = (),
    invited: Sequence[Organisation] = (), entry: EventEntry | None = None,
) -> DviEvent:  # fmt: skip
    """An event that a second person agreed to; members have joined, whoever answers for them."""
    if not incident:
        incident = log_incident(actor=lead, entry=IncidentEntry(date=parse_edtf("2021-06-12"))).ref
    asked = ask_promotion(actor=lead, incident_ref=incident, entry=entry or EventEntry())
    approvals.approve(second, asked.ref)
    event = DviEvent.objects.get(incident__ref=incident, owner=lead.organisation_id)
    for organisation in (*members, *invited):
        invite(actor=lead, ref=event.ref, organisation=organisation.ref)
    EventMember.objects.filter(event=event, organisation__in=members).update(state="joined")
    return event
