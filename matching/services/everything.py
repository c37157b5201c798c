"""Comparing everything at once, in one process: after a bulk load.  `rematching` does it in the background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accessctl import door, effects
from matching import extract, store
from matching.codes import OPEN_KINDS, PairKind, Task
from matching.index import Fresh, memory
from matching.services import asking, comparing, evidence, feed, frame, owing, profiles, rankings
from matching.sides import MODELS, Side

KINDS = (owing.REMATCH, owing.BULK)
TOGETHER = 50  # records per transaction: an open one holds back every reader of the journal


def compare_everything() -> int:
    """Compare in this process and at once: all profiles first, then every list, so that no list is made twice.

    What the journal still holds for the matcher is read first, and what it owes these records is done with them.
    Returns how many pairs are new, those with people found alive not counted.
    """
    while feed.take_entries():
        pass
    owed = effects.newest()
    refs = frame.every_ref()
    read_at = timezone.now()
    fresh = Fresh()
    for chunk in store.chunks(refs):
        fresh = fresh.joined(profiles.take_in(chunk))
    memory.refresh(fresh)
    live = fresh.xid.keys()
    for ref in sorted(set(refs) - {record.ref for record in _records(live)}):
        with transaction.atomic():
            comparing.compare(ref, comparing.NOTHING, read_at)  # no longer compared: taken out of every list
    news = {kind: _compare_all(kind, fresh, read_at) for kind in PairKind}
    effects.overtake(KINDS, "ref", refs, upto=owed)
    while feed.work():
        pass
    return sum(news[kind] for kind in OPEN_KINDS)


def _compare_all(kind: PairKind, fresh: Fresh, read_at: datetime) -> int:
    """Every list of one comparison, then every pair of it, each once."""
    known = {
        record.pk: evidence.Subject(record, profile, fresh.revision[record.pk])
        for record in _records(fresh.xid.keys())
        if (profile := fresh.profile(record.pk, kind))
    }
    by_ref = {subject.record.ref: key for key, subject in known.items()}
    wanted: set[tuple[UUID, UUID]] = set()
    for task in (one for one in Task if one.kind is kind):
        listed = [one for one in known.values() if isinstance(one.record, MODELS[task.asks])]
        for some in store.chunks(listed, TOGETHER):
            found = asking.rank([(one, task) for one in some])
            scored = list(zip(some, found, strict=True))
            with transaction.atomic():
                rankings.save(task, [(one.record, ranked) for one, ranked in scored], read_at)
            for one, ranked in scored:
                for ref in comparing.worth_proposing(one.profile, task, ranked):
                    wanted.add(_ordered(one.record.pk, by_ref[ref]))
    return evidence.renew_many(kind, wanted, known)


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)


def _records(keys: Iterable[UUID]) -> Iterator[Side]:
    """Records by id."""
    for chunk in store.chunks(keys):
        for column, model in MODELS.items():
            yield from door.visible(extract.reader(column), model).filter(pk__in=chunk)
