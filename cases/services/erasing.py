"""What erasing does in this app: links, stored searches and merged cases of a case, words told by a living person."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import Record
from accessctl.services import discard
from cases.codes import SourceKind
from cases.models import (
    Case,
    CaseIncident,
    EventPassenger,
    StoredSearch,
    Whereabouts,
    WhereaboutsClaim,
    WhereaboutsTold,
)
from cases.services import telling
from cases.services.state import let_go, merged_into
from registry.lib.errors import NotFound


def count_entries(actor: Actor, record: Record) -> int:
    """Links to incidents, names that the family put on lists of people aboard, and stored searches."""
    linked = CaseIncident.objects.filter(case=record.pk).count()
    return linked + _heard_of_family(record).count() + len(_searches(record))


def drop_entries(actor: Actor, records: Sequence[Record]) -> None:
    """Delete what the family said for lists of people aboard; what others said stays, without the link."""
    _heard_of_family(*records).delete()
    drop_searches(records)


def _heard_of_family(*records: Record) -> QuerySet[EventPassenger]:
    keys = [record.pk for record in records]
    return EventPassenger.objects.filter(case__in=keys, source_kind__in=(SourceKind.FAMILY, SourceKind.SELF))


def drop_searches(records: Sequence[Record]) -> None:
    """Delete the stored searches that found a case, with their keys: what was typed there is a name of the person."""
    for search in _searches(*records):
        discard(search)


def count_merged(_actor: Actor, record: Record) -> int:
    """Cases whose work goes on under this one's reference."""
    return merged_into(_case(record)).count()


def let_merged_go(actor: Actor, records: Sequence[Record]) -> None:
    """What another relative told of the person stays a case by itself."""
    for record in records:
        let_go(actor, _case(record))


def _case(record: Record) -> Case:
    if not isinstance(record, Case):
        raise NotFound()
    return record


def count_told(actor: Actor, record: Record) -> int:
    """What was passed on to those who serve a family, and still stands."""
    return WhereaboutsTold.objects.filter(whereabouts=record.pk, ended_at=None).count()


def drop_told(actor: Actor, records: Sequence[Record]) -> None:
    """Take it back: the person is not in our hands any more, and neither is their word."""
    keys = [record.pk for record in records]
    held: set[UUID] = set()
    for table in (WhereaboutsTold, WhereaboutsClaim):
        held |= set(table._default_manager.filter(whereabouts__in=keys).values_list("whereabouts", flat=True))
    for record in records:
        if isinstance(record, Whereabouts) and record.pk in held:
            telling.take_back(actor, record)


def _searches(*records: Record) -> list[StoredSearch]:
    """SECURITY: opened here and shown to nobody; a search finds cases of its own organisation alone."""
    refs: dict[UUID, set[str]] = {}
    for record in records:
        refs.setdefault(record.owner_id, set()).add(record.ref)
    rows = list(StoredSearch.objects.filter(owner__in=refs).exclude(answered_at=None))
    return [
        row for row, clear in zip(rows, reveal(rows, "result"), strict=True)
        if refs[row.owner_id] & {*(clear.result or {}).get("refs", ())}
    ]  # fmt: skip
