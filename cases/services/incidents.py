"""Linking a case to an incident: a lead for the search that changes nothing else about the person."""

from __future__ import annotations

from django.db import transaction

from accessctl import door, journal
from accessctl.actor import Actor
from cases.codes import LinkBasis, SourceKind
from cases.models import Case, CaseIncident, CaseSource, Incident

_KINDS = {LinkBasis.FAMILY_SAYS.value: SourceKind.FAMILY, LinkBasis.SURVIVOR_SAYS.value: SourceKind.SURVIVOR}


@transaction.atomic
def link_incident(
    *, actor: Actor, case_ref: str, incident_ref: str, basis: str = LinkBasis.FAMILY_SAYS
) -> CaseIncident:
    """Say that the missing person may have been in an incident.  Twice is once.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, CaseIncident.RING)
    incident = door.fetch(actor, Incident, ref=incident_ref)
    held = CaseIncident.objects.filter(case=case, incident=incident).first()
    if held is not None:
        return held
    link = CaseIncident.objects.create(
        case=case, incident=incident, source=_source(actor, case, basis), basis=basis, created_by=actor.account
    )
    journal.record(actor, "incident.linked", case, incident)
    return link


def _source(actor: Actor, case: Case, basis: str) -> CaseSource:
    """Of what the family says, the one of them who was heard; a source of its own where several were, and else."""
    heard = CaseSource.objects.filter(case=case, kind=SourceKind.FAMILY)[:2]
    if basis == LinkBasis.FAMILY_SAYS and len(heard) == 1:
        return heard[0]
    kind = _KINDS.get(basis, SourceKind.OTHER)
    return CaseSource.objects.create(case=case, kind=kind, created_by=actor.account)


@transaction.atomic
def unlink_incident(*, actor: Actor, case_ref: str, incident_ref: str) -> None:
    """Take a link away; without one nothing happens.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, CaseIncident.RING)
    incident = door.fetch(actor, Incident, ref=incident_ref)
    count, _per_model = CaseIncident.objects.filter(case=case, incident=incident).delete()
    if count:
        journal.record(actor, "incident.unlinked", case, incident)
