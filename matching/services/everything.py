"""Comparing everything at once, in one process: after a bulk load.  `rematching` does it in the background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accessctl import door, effects
from matching import extract, store
from matching.codes import PairKind, Task
from matching.index import Fresh, memory
from matching.services import asking, comparing, evidence, feed, frame, owing, profiles, rankings
from matching.sides import MODELS, Side

KINDS = (owing.REMATCH, owing.BULK)
TOGETHER = 50  # records per transaction: an open one holds back every reader of the journal


def compare_everything() -> int:
    """Compare in this process and at once: all profiles first, then every list, so that no list is made twice.

    What the journal still holds for the matcher is read first, and what it owes these records is done with them.
    Returns how many pairs are new.
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
    news = sum(_compare_all(kind, fresh, read_at) for kind in PairKind)
    effects.overtake(KINDS, "ref", refs, upto=owed)
    while feed.work():
        pass
    return news


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
            scored = [(one.record, ranking) for one, ranking in zip(some, found, strict=True)]
            with transaction.atomic():
                rankings.save(task, scored, read_at)
            for record, ranked in scored:
                for place in rankings.worth_proposing(ranked, task):
                    wanted.add(_ordered(record.pk, by_ref[place.ref]))
    return evidence.renew_many(kind, wanted, known)


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)


def _records(keys: Iterable[UUID]) -> Iterator[Side]:
    """Records by id."""
    actor = extract.matcher()
    for chunk in store.chunks(keys):
        for model in MODELS.values():
            yield from door.visible(actor, model).filter(pk__in=chunk)
