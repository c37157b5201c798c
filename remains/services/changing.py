"""Changing remains: the whole entry anew, compared with what is held, and links to incidents."""

from __future__ import annotations

from django.db import transaction

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.services.rows import replace_rows, update_row
from cases.codes import LinkBasis
from cases.models import Incident
from remains.models import (
    ForensicFile,
    OriginIndicator,
    PostMortemProfile,
    Remains,
    RemainsBelonging,
    RemainsDocument,
    RemainsIncident,
    RemainsIntimateMark,
    RemainsMark,
    RemainsProtectedDocument,
)
from remains.services import rows, validate
from remains.services.entry import RemainsEntry

LISTS = (
    RemainsMark,
    RemainsIntimateMark,
    RemainsBelonging,
    RemainsDocument,
    RemainsProtectedDocument,
    OriginIndicator,
)


@transaction.atomic
def change_remains(*, actor: Actor, ref: str, entry: RemainsEntry, expected_version: int | None = None) -> Remains:
    """Replace what is recorded of remains by `entry`.  Raises NotFound, Forbidden, Invalid, Conflict."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=ref, lock=True)
    validate.check(entry)
    columns = rows.common_columns(entry)
    changed = [name for name, value in columns.items() if getattr(remains, name) != value]
    for name, value in columns.items():
        setattr(remains, name, value)
    profile = PostMortemProfile.objects.select_for_update().get(remains=remains)
    forensic = ForensicFile.objects.select_for_update().get(remains=remains)
    source = rows.source_of(remains, entry, actor.account)
    changed += update_row(profile, rows.profile_columns(entry))
    changed += update_row(forensic, rows.forensic_columns(entry))
    changed += replace_rows(
        remains, LISTS, rows.list_rows(remains, entry, source, actor.account), before=source.save
    )  # fmt: skip
    access.touch(
        actor, remains, action="remains.changed", expected_version=expected_version, fields=list(columns),
        changed=sorted(set(changed)),
    )  # fmt: skip
    return remains


@transaction.atomic
def link_incident(
    *, actor: Actor, remains_ref: str, incident_ref: str, basis: str = LinkBasis.DATE_AND_PLACE
) -> RemainsIncident:
    """Say that remains may come from an incident.  Twice is once.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=remains_ref, lock=True)
    incident = door.fetch(actor, Incident, ref=incident_ref)
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
    """Take a link away.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=remains_ref, lock=True)
    incident = door.fetch(actor, Incident, ref=incident_ref)
    RemainsIncident.objects.filter(remains=remains, incident=incident).delete()
    journal.record(actor, "incident.unlinked", remains, incident)
