"""The journal's one writer and one reader.

A write's entry is inserted in the writer's transaction; a reading's entry is committed before the answer.  Consumers
read in (xid, id) order below the transaction horizon, which loses no late commit.  After a write commits, doorbells
ring: Celery tasks that look for new work.  A doorbell that cannot ring is no loss, for the sweeper looks as well.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import KombuError

from accessctl.actor import Actor
from accessctl.models import JournalCursor, JournalEntry, Record
from accessctl.rings import Ring

logger = logging.getLogger(__name__)


def record(
    actor: Actor, action: str, *records: Record | str, ring: Ring | None = None, purpose: str | None = None,
    **detail: Any,
) -> JournalEntry:  # fmt: skip
    """Write one entry about records (or bare references).  `detail` holds codes and field names, never values."""
    entry = _entry(actor, action, records, ring=ring, purpose=purpose, detail=detail)
    entry.save(force_insert=True)
    transaction.on_commit(ring_doorbells)
    return entry


def record_reading(actor: Actor, records: Iterable[Record], ring: Ring, purpose: str, models: Iterable[str]) -> None:
    """Write and, outside a transaction, commit the entry of a reading, before anything is returned."""
    _entry(actor, "ring.read", tuple(records), ring=ring, purpose=purpose, detail={"tables": sorted(models)}).save(
        force_insert=True
    )


def record_denial(actor: Actor, records: Iterable[Record], *, ring: Ring | None = None, rule: str = "") -> None:
    """Write the entry of a refused reading or change."""
    entry = _entry(actor, "access.denied", tuple(records), ring=ring, purpose=None, detail={})
    entry.decision, entry.rule = "denied", rule
    entry.save(force_insert=True)


def _entry(
    actor: Actor, action: str, records: Iterable[Record | str], *, ring: Ring | None, purpose: str | None,
    detail: dict[str, Any],
) -> JournalEntry:  # fmt: skip
    return JournalEntry(
        actor=actor.pseudonym,
        organisation=actor.organisation_id,
        action=action,
        purpose=purpose or actor.purpose or "",
        refs=[item if isinstance(item, str) else item.ref for item in records],
        ring=ring or "",
        request=actor.request_id,
        detail=detail,
    )


def ring_doorbells() -> None:
    """Tell the consumers that something was committed; PostgreSQL holds the work, so a failure is only logged."""
    for task in settings.JOURNAL_DOORBELLS:
        try:
            current_app.send_task(task, ignore_result=True, retry=False, expires=30)
        except (KombuError, OSError) as error:
            logger.warning("doorbell %s not rung: %s", task, type(error).__name__)


BELOW_HORIZON = "(xid, id) > (%s::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())"


def follow(consumer: str, *, limit: int = 500) -> list[JournalEntry]:
    """The next entries for a consumer, oldest first.  Call inside a transaction: the cursor row is locked until it ends.

    The caller does its work and then calls `advance` with the last entry, in the same transaction.
    """
    JournalCursor.objects.get_or_create(consumer=consumer)
    cursor = JournalCursor.objects.select_for_update().get(consumer=consumer)
    return entries_after(cursor.xid, cursor.entry, limit=limit)


def entries_after(xid: int, entry: int, *, limit: int) -> list[JournalEntry]:
    """Entries below the horizon after a position, in horizon order."""
    rows = JournalEntry.objects.extra(where=[BELOW_HORIZON], params=[str(xid), entry])  # noqa: S610 - fixed text
    return list(rows.order_by("xid", "id")[:limit])


def advance(consumer: str, last: JournalEntry) -> None:
    """Move a consumer's cursor past `last`."""
    JournalCursor.objects.filter(consumer=consumer).update(xid=last.xid, entry=last.pk)

