"""Which organisations read or received a record: the answer that somebody it is about reads for themselves.

By organisation and month, never what for, how often or by whom: a purpose or a number could tell of a comparison that
nobody has concluded, and news is given by people.  The record's own organisation reads it by its work: not listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from accessctl.actor import Actor
from accessctl.models import JournalEntry, Organisation, Record, ShareEvent
from registry.lib.errors import NotFound
from registry.lib.world import country_name

_SAID = ShareEvent.Recall


@dataclass(frozen=True)
class Receiver:
    """since: when it first read or received; has_copy: whether data left; recall: a code of ShareEvent.Recall."""

    name: str
    country: str
    since: datetime
    has_copy: bool
    recall: str

    @property
    def recall_words(self) -> str:
        return str(_SAID(self.recall).label)


def receivers(actor: Actor, record: Record) -> list[Receiver]:
    """By name.  Raises NotFound unless the record is about the actor."""
    if actor.subject is None or actor.subject.record != record.pk:
        raise NotFound()
    read = JournalEntry.objects.filter(action="ring.read", decision="allowed", refs__contains=[record.ref])
    read = read.exclude(organisation=None).exclude(organisation=record.owner_id)
    since: dict[UUID, datetime] = {
        key: first for key, first in read.values_list("organisation").annotate(first=Min("at")) if key is not None
    }
    shares: dict[UUID, list[ShareEvent]] = {}
    for share in ShareEvent.objects.filter(record_ref=record.ref).order_by("at"):
        shares.setdefault(share.receiver_id, []).append(share)
        since[share.receiver_id] = min(share.at, since.get(share.receiver_id, share.at))
    found = Organisation.objects.filter(pk__in=since).order_by("name")
    return [
        Receiver(
            name=one.name,
            country=str(country_name(one.country)),
            since=since[one.pk],
            has_copy=one.pk in shares,
            recall=_open_recall(shares.get(one.pk, ())),
        )
        for one in found
    ]


def _open_recall(shares: Iterable[ShareEvent]) -> str:
    """The recall that is least answered: one copy that is still out counts for all."""
    order = (_SAID.REFUSED, _SAID.SENT, _SAID.ACKNOWLEDGED, _SAID.NONE, _SAID.DELETED)
    states = {share.recall for share in shares}
    return next((state.value for state in order if state in states), _SAID.NONE.value)
