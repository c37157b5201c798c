"""The counts behind every denominator: made by one process, sealed, and the same for all matchers, whatever they hold.

Decides when they no longer describe the registry.  What is counted is the engine's business.  Counting reads every
profile once, so it is one process's work at a time; the others go on with the counts there are.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accessctl import turns, vault
from accessctl.clear import reveal
from accessctl.erasure.selectors import erasures_since
from matching import store
from matching.codes import PairKind
from matching.engine.packing import pack, unpack
from matching.engine.profile import Profile
from matching.engine.reference import Counting, Reference
from matching.models import Compared, Counted

LIFE = timedelta(hours=1)  # after which everything is counted anew whatever changed
SHARE = 20  # or when one in so many records came or went
CONSUMER = "matching.counts"
POLL = 0.2  # seconds between two looks for what another process is counting
_LOCK = 0x4D43_4E54  # of the database: who keeps counts and who erases go one after the other
Counts = dict[PairKind, Counting]
References = dict[PairKind, Reference]


def horizon() -> int:
    """Transactions below it are over: what they changed is seen now, what comes later is not lost by looking again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        return int(cursor.fetchone()[0])


class Watch:
    """Whether somebody was erased since it began: begun before anything is read that is counted."""

    def __init__(self) -> None:
        self._horizon = horizon()
        self._before = erasures_since(self._horizon)

    def has_seen_one(self) -> bool:
        return erasures_since(self._horizon) != self._before


def nothing() -> Counts:
    return {kind: Counting() for kind in PairKind}


def add(counts: Counts, profiles: Mapping[PairKind, Profile]) -> None:
    """Count what a record tells in each comparison it takes part in."""
    for kind, profile in profiles.items():
        counts[kind].add(profile)


def newest() -> Counted | None:
    """The counts that hold, not opened."""
    return Counted.objects.defer("packed").order_by("-made_at", "-pk").first()


def is_stale(row: Counted | None, live: int) -> bool:
    """Whether the counts no longer describe a registry of so many records."""
    if row is None:
        return True
    return timezone.now() - row.made_at > LIFE or abs(live - row.records) > row.records // SHARE


def load(row: Counted) -> References | None:
    """The counts of a row; None if they were erased meanwhile or another version of the engine made them."""
    try:
        # No record's row: what is opened here is nobody's, and so in nobody's journal.
        (clear,) = reveal([Counted.objects.get(pk=row.pk)])
        content = json.loads(clear.packed)
        return {kind: unpack(content[kind.value].encode()) for kind in PairKind}
    except (Counted.DoesNotExist, vault.SealBroken, ValueError, KeyError):
        return None


def keep(counts: Counts, records: int, watch: Watch) -> Counted | None:
    """Seal counts for everybody, in place of those there are.

    None, and nothing is kept, if somebody was erased while they were made: they may be counted.
    """
    row = Counted(records=records)
    content = {kind.value: pack(one.reference()).decode() for kind, one in counts.items()}
    row.packed = json.dumps(content, ensure_ascii=False).encode()
    with transaction.atomic():
        _lock()
        if watch.has_seen_one():
            return None
        vault.enrol(row.record, vault.DEPLOYMENT_ORGANISATION, [Counted.RING])
        _drop(Counted.objects.values_list("record", flat=True))
        row.save(force_insert=True)
    return row


def forget() -> None:
    """Drop the counts: somebody was erased, and what only they had is among them.

    In the transaction of the erasure, which counts that are kept at the same moment wait for.
    """
    _lock()
    _drop(Counted.objects.values_list("record", flat=True))


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _drop(records: Iterable[UUID]) -> None:
    """Rows in the caller's transaction, their keys when it commits."""
    gone = list(records)
    Counted.objects.filter(record__in=gone).delete()
    for record in gone:
        transaction.on_commit(partial(vault.destroy, record))


def live() -> int:
    """How many records take part in comparison."""
    return Compared.objects.filter(live=True).count()


def renew(records: int, *, but: Counted | None = None) -> Counted:
    """Counts of a registry of so many records: made here, or by the process that is at it already.  but: not these."""
    while True:
        row = newest()
        if row is not None and row != but and not is_stale(row, records):
            return row
        if (row := _count_in_turn()) is not None:
            return row
        time.sleep(POLL)


def renew_if_stale() -> bool:
    """The same where nobody waits: False when there is nothing to do, or another process is at it."""
    return is_stale(newest(), live()) and _count_in_turn() is not None


def _count_in_turn() -> Counted | None:
    with turns.turn(CONSUMER) as turn:
        return None if turn is None else _count(turn)


def _count(turn: turns.Held) -> Counted:
    """Until nobody was erased meanwhile."""
    while (row := _count_once(turn)) is None:
        pass
    return row


def _count_once(turn: turns.Held) -> Counted | None:
    """Read every profile once, in batches, and keep none."""
    watch, counts, records = Watch(), nothing(), 0
    for column, read in store.READERS.items():
        keys = Compared.objects.filter(live=True).exclude(**{column: None}).values_list(column, flat=True)
        for chunk in store.chunks(list(keys)):
            turn.keep()
            records += len(chunk)
            for profiles in read(chunk).values():
                add(counts, profiles)
    return keep(counts, records, watch)
