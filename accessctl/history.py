"""The history of a record as its own organisation reads it: what happened, by whom (as an organisation), when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accessctl.actor import Actor
from accessctl.models import JournalEntry, Organisation, Record

LENGTH = 30


@dataclass(frozen=True)
class Event:
    """One line: action and changed fields as codes, never names of people."""

    at: datetime
    action: str
    organisation: str
    changed: tuple[str, ...] = ()


def of(actor: Actor, record: Record, *, length: int = LENGTH) -> list[Event]:
    """The newest events of a record of the reader's own organisation; nobody else sees any of its history."""
    if record.owner_id != actor.organisation_id:
        return []
    entries = JournalEntry.objects.filter(refs__contains=[record.ref], decision="allowed").exclude(action="ring.read")
    rows = list(entries.order_by("-id")[:length])
    names = dict(Organisation.objects.filter(pk__in={row.organisation for row in rows}).values_list("pk", "name"))
    return [
        Event(
            row.at,
            row.action,
            names.get(row.organisation, "") if row.organisation else "",
            tuple(row.detail.get("changed", ())),
        )
        for row in rows
    ]
