"""Who has read one record: the answer a family is owed when it asks.

Told by organisation, ring and purpose; how many people, when first and when last, never who.  Names of the own people
are the data-protection officer's, in the journal.  Of the registry's own programs only what they read: how often and
when last would tell that there was something to compare, which a living person may have forbidden to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min

from accessctl import history
from accessctl.actor import Actor
from accessctl.models import JournalEntry, Organisation, Record
from accessctl.rings import Ring
from registry.lib.errors import NotFound


@dataclass(frozen=True)
class Reading:
    """What the people of one organisation opened for one purpose, or a program of the registry, uncounted."""

    organisation: str
    is_own: bool
    ring: history.Words
    purpose: history.Words
    people: int | None = None
    times: int | None = None
    first: datetime | None = None
    last: datetime | None = None


def readers(actor: Actor, record: Record) -> list[Reading]:
    """Latest first.  Raises NotFound unless the record is the reader's own organisation's: only it answers for it."""
    if record.owner_id != actor.organisation_id:
        raise NotFound()
    read = JournalEntry.objects.filter(action="ring.read", decision="allowed", refs__contains=[record.ref])
    read = read.exclude(actor__startswith="person:")  # who asks has read it themselves
    groups = (
        read.exclude(organisation=None)
        .values("organisation", "ring", "purpose")
        .annotate(people=Count("actor", distinct=True), times=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-last")
    )
    rows = list(groups)
    organisations = Organisation.objects.filter(pk__in={row["organisation"] for row in rows})
    names: dict[UUID | None, str] = {one.pk: one.name for one in organisations}
    by_people = [
        Reading(
            organisation=names.get(row["organisation"], ""),
            is_own=row["organisation"] == actor.organisation_id,
            ring=_ring(row["ring"]),
            purpose=history.purpose_words(row["purpose"]),
            people=row["people"],
            times=row["times"],
            first=row["first"],
            last=row["last"],
        )
        for row in rows
    ]
    by_programs = sorted(set(read.filter(organisation=None).values_list("ring", flat=True)))
    return by_people + [Reading("", is_own=False, ring=_ring(ring), purpose="") for ring in by_programs]


def _ring(code: str) -> history.Words:
    return Ring(code).label if code else ""
