"""Who is said to have been there, and who is known to live: names as heard, and reports of the living.

Being on a list changes nothing for anybody: an entry is what somebody said, a link to a case is a lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.rings import Ring
from cases.codes import Reliability, SourceKind
from cases.dvi.codes import Heard
from cases.models import Case, DviEvent, EventPassenger, EventSurvivor, Whereabouts
from cases.services.dvi import ensure_active
from registry.lib.errors import BadText, Forbidden, Invalid, NotFound
from registry.lib.names import clean_text

LONGEST = {"name": 200, "described": 200, "note": 500}
UNIT = Role.TRACING_OFFICER


@dataclass(frozen=True, kw_only=True)
class PassengerEntry:
    """A name as somebody said it; `case`: reference of a case that may be about them."""

    name: str
    source_kind: str
    described: str = ""
    heard_on: date | None = None
    reliability: str = Reliability.UNKNOWN
    heard: str = Heard.NOT_SAID
    note: str = ""
    case: str = ""


@transaction.atomic
def add_passenger(*, actor: Actor, ref: str, entry: PassengerEntry) -> EventPassenger:
    """Put a name on the list of an event.  Raises NotFound, Forbidden, Invalid, EventClosed."""
    event = list_of(actor, ref)
    if actor.organisation is None:
        raise Forbidden()
    if faults := faults_of(entry):
        raise Invalid(fields=faults)
    case = _case(actor, entry.case) if entry.case else None
    row = EventPassenger.objects.create(
        event=event, organisation=actor.organisation, created_by=actor.account, name=entry.name.strip(),
        source_kind=entry.source_kind, described=entry.described.strip() or None, heard_on=entry.heard_on,
        reliability=entry.reliability, heard=entry.heard, note=entry.note.strip() or None, case=case,
    )  # fmt: skip
    journal.record(actor, "event.passenger_added", event, row.ref, ring=Ring.RESERVED, source=entry.source_kind)
    return row


@transaction.atomic
def link_passenger(*, actor: Actor, ref: str, passenger: str, case_ref: str) -> None:
    """Say that a case may be about somebody on the list.  Raises NotFound, Forbidden, Invalid, EventClosed."""
    event, row = _row_of(actor, ref, passenger)
    case = _case(actor, case_ref)
    row.case = case
    row.save(update_fields=["case", "updated_at"])
    journal.record(actor, "event.passenger_linked", event, row.ref, ring=Ring.RESERVED)


@transaction.atomic
def unlink_passenger(*, actor: Actor, ref: str, passenger: str) -> None:
    """Take the link away; without one nothing happens.  Raises NotFound, Forbidden, EventClosed."""
    event, row = _row_of(actor, ref, passenger)
    if row.case_id is not None:
        row.case = None
        row.save(update_fields=["case", "updated_at"])
        journal.record(actor, "event.passenger_unlinked", event, row.ref, ring=Ring.RESERVED)


@transaction.atomic
def remove_passenger(*, actor: Actor, ref: str, passenger: str) -> None:
    """Take a name from the list: by who wrote it, or the lead.  Raises NotFound, Forbidden, EventClosed."""
    event, row = _row_of(actor, ref, passenger)
    if actor.organisation_id not in (row.organisation_id, event.owner_id):
        raise Forbidden()
    row.delete()
    journal.record(actor, "event.passenger_removed", event, row.ref, ring=Ring.RESERVED)


@transaction.atomic
def link_survivor(*, actor: Actor, ref: str, whereabouts: str) -> None:
    """Say that a report about somebody alive concerns the event.  Twice is once.  Raises NotFound, Forbidden."""
    event, found = _survivor(actor, ref, whereabouts)
    _row, is_new = EventSurvivor.objects.get_or_create(
        event=event, whereabouts=found, defaults={"created_by": actor.account}
    )
    if is_new:
        journal.record(actor, "event.survivor_linked", found, ring=Ring.WHEREABOUTS)


@transaction.atomic
def unlink_survivor(*, actor: Actor, ref: str, whereabouts: str) -> None:
    """Take the link away; without one nothing happens.  Raises NotFound, Forbidden."""
    event, found = _survivor(actor, ref, whereabouts)
    count, _per_model = EventSurvivor.objects.filter(event=event, whereabouts=found).delete()
    if count:
        journal.record(actor, "event.survivor_unlinked", found, ring=Ring.WHEREABOUTS)


def _survivor(actor: Actor, ref: str, whereabouts: str) -> tuple[DviEvent, Whereabouts]:
    """SECURITY: the journal names the report alone: that somebody of an event lives is in no history of the event."""
    event = door.fetch(actor, DviEvent, ref=ref)
    if UNIT not in actor.roles:
        raise Forbidden()
    return event, door.fetch(actor, Whereabouts, door.Action.CHANGE, ref=whereabouts, lock=True)


def list_of(actor: Actor, ref: str) -> DviEvent:
    """The event, if the actor works on it and may read its list: nobody writes what they cannot read again."""
    event = door.fetch(actor, DviEvent, door.Action.REVIEW, ref=ref, lock=True)
    if Ring.RESERVED not in door.rings(actor, event):
        raise Forbidden()
    ensure_active(event)
    return event


def _row_of(actor: Actor, ref: str, passenger: str) -> tuple[DviEvent, EventPassenger]:
    event = list_of(actor, ref)
    row = EventPassenger.objects.select_for_update(of=("self",)).filter(event=event, ref=passenger).first()
    if row is None or not _is_known(actor, row):
        raise NotFound()
    return event, row


def _is_known(actor: Actor, row: EventPassenger) -> bool:
    """Whether the actor may know of an entry: not one that others wrote of somebody kept from the actor."""
    if row.case_id is None or row.organisation_id == actor.organisation_id:
        return True
    return door.visible(actor, Case).filter(pk=row.case_id).exists()


def _case(actor: Actor, ref: str) -> Case:
    try:
        return door.fetch(actor, Case, ref=ref)
    except NotFound:
        raise Invalid(fields={"case": [_("There is no case with this reference that you may see.")]}) from None


def faults_of(entry: PassengerEntry) -> dict[str, list[str]]:
    """What is wrong with an entry, by field; empty where it can be kept."""
    faults: dict[str, list[str]] = {}
    if not entry.name.strip():
        faults["name"] = [_("Write the name as it was said, or how people called them.")]
    for name, longest in LONGEST.items():
        text = getattr(entry, name)
        if len(text) > longest:
            faults[name] = [_("Use at most %(limit)s characters.") % {"limit": longest}]
        try:
            clean_text(text)
        except BadText as error:
            faults.setdefault(name, []).append(error.message)
    if entry.source_kind not in SourceKind.values:
        faults["source_kind"] = [_("Say who said so: a name without a source cannot be asked about again.")]
    for name, codes in (("reliability", Reliability), ("heard", Heard)):
        if getattr(entry, name) not in codes.values:
            faults[name] = [_("This code is not in the list.")]
    if entry.heard_on is not None and entry.heard_on > timezone.localdate():
        faults["heard_on"] = [_("This day lies in the future.")]
    return faults
