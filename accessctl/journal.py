"""The journal's one writer and one reader.

A write's entry is inserted in the writer's transaction; a reading's entry is committed before the answer.  Consumers
read in (xid, id) order below the transaction horizon, which loses no late commit.  After a write commits, doorbells
ring: Celery tasks that look for new work.  A doorbell that cannot ring is no loss, for the sweeper looks as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from accessctl import doorbell
from accessctl.actor import Actor
from accessctl.models import JournalCursor, JournalEntry, Record
from accessctl.rings import Ring

# SECURITY: what `detail` may hold.  A name or a sentence has blanks or letters of another script; a code has neither.
_CODE = re.compile(r"[\w.:/+-]{0,80}", re.ASCII)


def record(
    actor: Actor,
    action: str,
    *records: Record | str,
    ring: Ring | None = None,
    purpose: str | None = None,
    **detail: Any,
) -> JournalEntry:
    """Write one entry about records (or bare references).  `detail` holds codes and field names, never values."""
    entry = _entry(actor, action, records, ring=ring, purpose=purpose, detail=detail)
    entry.save(force_insert=True)
    ring_after_commit()
    return entry


def record_each(
    actor: Actor,
    action: str,
    records: Iterable[Record],
    *,
    ring: Ring | None = None,
    purpose: str | None = None,
    **detail: Any,
) -> None:
    """`record` for each of many records, in one statement."""
    JournalEntry.objects.bulk_create(
        [_entry(actor, action, (one,), ring=ring, purpose=purpose, detail=detail) for one in records]
    )
    ring_after_commit()


def record_reading(actor: Actor, records: Iterable[Record], ring: Ring, tables: Iterable[str]) -> None:
    """Write and, outside a transaction, commit the entry of a reading, before anything is returned."""
    entry = _entry(actor, "ring.read", tuple(records), ring=ring, detail={"tables": sorted(tables)})
    entry.save(force_insert=True)


_denials: ContextVar[tuple[JournalEntry, ...]] = ContextVar("denials", default=())


def record_denial(actor: Actor, *records: Record | str, ring: Ring | None = None, rule: str) -> None:
    """Write the entry of a refusal.  Inside a transaction, which it will roll back, keep it until `write_denials`."""
    entry = _entry(actor, "access.denied", records, ring=ring)
    entry.decision, entry.rule = "denied", rule
    if connection.in_atomic_block:
        _denials.set((*_denials.get(), entry))
    else:
        entry.save(force_insert=True)


def write_denials() -> None:
    """Write the refusals kept back in this context: at the end of a request and of a task."""
    if kept := _denials.get():
        _denials.set(())
        JournalEntry.objects.bulk_create(kept)


def _entry(
    actor: Actor,
    action: str,
    records: Iterable[Record | str],
    *,
    ring: Ring | None = None,
    purpose: str | None = None,
    detail: dict[str, Any] | None = None,
) -> JournalEntry:
    about = list(records)
    return JournalEntry(
        actor=actor.pseudonym,
        organisation=actor.organisation_id,
        action=action,
        purpose=purpose or actor.purpose or "",
        refs=[item if isinstance(item, str) else item.ref for item in about],
        owners=sorted({item.owner_id for item in about if isinstance(item, Record)}),
        ring=ring or "",
        request=actor.request_id,
        detail={name: _coded(name, value) for name, value in (detail or {}).items()},
    )


def _coded(name: str, value: Any) -> Any:
    """The value if it is a code, a number, or a list of such.  Raises TypeError, which does not repeat it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_coded(name, item) for item in (value if isinstance(value, list | tuple) else sorted(value))]
    raise TypeError(f"the journal takes codes, not values: {name}")


def ring_after_commit() -> None:
    """Ring once when the transaction commits, however many entries it writes."""
    if not any(waiting[1] is ring_doorbells for waiting in connection.run_on_commit):
        transaction.on_commit(ring_doorbells)


def ring_doorbells() -> None:
    """Tell the consumers that something was committed."""
    for task in settings.JOURNAL_DOORBELLS:
        doorbell.ring(task, expires=30)


READINGS = ("ring.read", "image.viewed")
AT_ONCE = 500


def newest() -> int:
    """The key of the newest entry that this transaction sees, its own included; 0 if there is none."""
    return JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def worked_on(marks: Mapping[str, int]) -> set[str]:
    """Those of the records with which people or partner systems did anything but read after an entry.

    marks: reference -> the key of that entry.  What the registry does by itself, such as comparing, is no work.
    """
    found, refs = set[str](), list(marks)
    for start in range(0, len(refs), AT_ONCE):
        some = refs[start : start + AT_ONCE]
        later = JournalEntry.objects.filter(
            refs__overlap=some, pk__gt=min(marks[ref] for ref in some), decision="allowed"
        ).exclude(Q(action__in=READINGS) | Q(actor__startswith="system:"))
        for entry, about in later.values_list("pk", "refs"):
            found |= {ref for ref in about if entry > marks.get(ref, entry)}
    return found


BELOW_HORIZON = "(xid, id) > (%s::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())"


def follow(consumer: str, *, limit: int = 500) -> list[JournalEntry]:
    """The next entries for a consumer, oldest first.  Call inside a transaction: the cursor stays locked until it ends.

    The caller does its work and then calls `advance` with the last entry, in the same transaction.
    """
    JournalCursor.objects.get_or_create(consumer=consumer)
    cursor = JournalCursor.objects.select_for_update().get(consumer=consumer)
    return entries_after(cursor.xid, cursor.entry, limit=limit)


def entries_after(xid: int, entry: int, *, limit: int) -> list[JournalEntry]:
    """Entries below the horizon after a position, in horizon order."""
    rows = JournalEntry.objects.extra(where=[BELOW_HORIZON], params=[str(xid), entry])  # noqa: S610 - fixed text
    return list(rows.order_by("xid", "id")[:limit])


def last_settled() -> JournalEntry | None:
    """The last entry that a consumer may read now, in horizon order."""
    rows = JournalEntry.objects.extra(where=["xid < pg_snapshot_xmin(pg_current_snapshot())"])
    return rows.order_by("-xid", "-id").first()


def unsettled() -> bool:
    """Whether entries are committed or being written that no consumer may read yet, because of an open transaction."""
    above = "xid >= pg_snapshot_xmin(pg_current_snapshot())"
    return JournalEntry.objects.extra(where=[above]).exists()  # noqa: S610 - fixed text


def snapshot() -> str:
    """What is committed at this moment, for `committed_since`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


_LATER = "xid >= pg_snapshot_xmin(%s::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, %s::pg_snapshot)"


def committed_since(seen: str) -> bool:
    """Whether any entry was committed after this snapshot, whatever its place in the order."""
    return JournalEntry.objects.extra(where=[_LATER], params=[seen, seen]).exists()  # noqa: S610 - fixed text


def refs_since(seen: str) -> set[str]:
    """The records that entries committed after this snapshot are about."""
    later = JournalEntry.objects.extra(where=[_LATER], params=[seen, seen])  # noqa: S610 - fixed text
    return {ref for refs in later.values_list("refs", flat=True) for ref in refs}


def advance(consumer: str, last: JournalEntry) -> None:
    """Move a consumer's cursor past `last`."""
    JournalCursor.objects.filter(consumer=consumer).update(xid=last.xid, entry=last.pk)
