"""What erasing does in this app: links, stored searches and merged cases of a case, words told by a living person."""

from __future__ import annotations

from django.db.models import QuerySet

from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import Record
from accessctl.services import discard
from cases.codes import SourceKind
from cases.models import Case, CaseIncident, EventPassenger, StoredSearch, Whereabouts, WhereaboutsTold
from cases.services import telling
from cases.services.state import let_go, merged_into
from registry.lib.errors import NotFound


def count_entries(actor: Actor, record: Record) -> int:
    """Links to incidents, names that the family put on lists of people aboard, and stored searches."""
    linked = CaseIncident.objects.filter(case=record.pk).count()
    return linked + _heard_of_family(record).count() + len(_searches(record))


def drop_entries(actor: Actor, record: Record) -> None:
    """Delete what the family said for lists of people aboard; what others said stays, without the link."""
    _heard_of_family(record).delete()
    drop_searches(actor, record)


def _heard_of_family(record: Record) -> QuerySet[EventPassenger]:
    return EventPassenger.objects.filter(case=record.pk, source_kind__in=(SourceKind.FAMILY, SourceKind.SELF))


def drop_searches(actor: Actor, record: Record) -> None:
    """Delete the stored searches that found a case, with their keys: what was typed there is a name of the person."""
    for search in _searches(record):
        discard(search)


def count_merged(_actor: Actor, record: Record) -> int:
    """Cases whose work goes on under this one's reference."""
    return merged_into(_case(record)).count()


def let_merged_go(actor: Actor, record: Record) -> None:
    """What another relative told of the person stays a case by itself."""
    let_go(actor, _case(record))


def _case(record: Record) -> Case:
    if not isinstance(record, Case):
        raise NotFound()
    return record


def count_told(actor: Actor, record: Record) -> int:
    """What was passed on to those who serve a family, and still stands."""
    return WhereaboutsTold.objects.filter(whereabouts=record.pk, ended_at=None).count()


def drop_told(actor: Actor, record: Record) -> None:
    """Take it back: the person is not in our hands any more, and neither is their word."""
    if isinstance(record, Whereabouts):
        telling.take_back(actor, record)


def _searches(record: Record) -> list[StoredSearch]:
    """SECURITY: opened here and shown to nobody; a search finds cases of its own organisation alone."""
    rows = list(StoredSearch.objects.filter(owner=record.owner_id).exclude(answered_at=None))
    return [row for row, clear in zip(rows, reveal(rows, "result"), strict=True) if _found(clear.result, record.ref)]


def _found(result: dict[str, list[str]] | None, ref: str) -> bool:
    return bool(result) and ref in (result or {}).get("refs", [])
