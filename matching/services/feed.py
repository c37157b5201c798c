"""From the journal to work: which records must be compared again, and the carrying out, exactly once.

PostgreSQL holds entries, cursor, leases and results; a lost broker or a killed worker delays the work and loses none.
A change made by a person is carried out before the rest of a bulk load.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accessctl import effects, journal
from accessctl.models import Effect, JournalEntry
from matching.index import memory
from matching.models import CandidatePair
from matching.services import comparing, evidence, profiles

logger = logging.getLogger(__name__)
CONSUMER = "matching"
EXPLAIN, REMATCH, BULK = "pair.explain", "record.compare", "record.compare.bulk"
SUBJECTS = frozenset({"case", "remains", "consent", "incident"})  # first words of the actions that concern matching
PREFIXES = ("MMR-", "MRR-")
MANY = 24  # more records than this in one reading of the journal are a bulk load
BATCH = {EXPLAIN: 8, REMATCH: 8, BULK: 12}
RUN = 20.0  # seconds one task works on before it gives the thread back
SETTLING = 1.5  # seconds to wait for entries that an open transaction holds above the horizon
PAUSE = 0.03
LAPSE_EVERY = 60.0
_lapse_looked_at = 0.0


class LeaseLost(Exception):
    """Another worker took the effect over: nothing of this run may stay."""


def catch_up() -> int:
    """Read the journal and do what is owed, until nothing is left or the time is up.  Returns how much was done."""
    began = time.monotonic()
    settled_by = began + SETTLING
    count = 0
    _owe_lapsed()
    while time.monotonic() - began < RUN:
        took = take_entries()
        worked = work()
        count += worked
        if took or worked:
            settled_by = time.monotonic() + SETTLING
        elif time.monotonic() < settled_by and journal.unsettled():
            time.sleep(PAUSE)
        else:
            return count
    journal.ring_doorbells()  # more is left: another turn, so that no task holds a thread for long
    return count


@transaction.atomic
def take_entries() -> int:
    """Turn the next entries of the journal into effects and move the cursor, in one transaction."""
    entries = journal.follow(CONSUMER)
    if not entries:
        return 0
    last_entry: dict[str, int] = {}
    for entry in entries:
        for ref in _concerned(entry):
            last_entry[ref] = entry.pk
    # A record that already waits will be read after this entry was committed, so it need not wait twice.
    waiting = effects.awaited([REMATCH, BULK], "ref", last_entry)
    kind = BULK if len(last_entry) > MANY else REMATCH
    effects.owe_all(
        kind, {f"compare:{ref}:{key}": {"ref": ref} for ref, key in last_entry.items() if ref not in waiting}
    )
    journal.advance(CONSUMER, entries[-1])
    return len(entries)


def _concerned(entry: JournalEntry) -> list[str]:
    if entry.action.partition(".")[0] not in SUBJECTS or entry.decision != "allowed":
        return []
    return [ref for ref in entry.refs if ref.startswith(PREFIXES)]


def work() -> int:
    """Carry out one batch of what is owed: first what people opened, then single changes, then bulk loads."""
    for kind in (EXPLAIN, REMATCH, BULK):
        if batch := effects.lease(kind, limit=BATCH[kind]):
            (_explain if kind == EXPLAIN else _compare)(batch)
            return len(batch)
    return 0


def _compare(batch: Sequence[Effect]) -> None:
    read_at = timezone.now()
    by_ref: dict[str, list[Effect]] = {}
    for effect in batch:
        by_ref.setdefault(effect.payload["ref"], []).append(effect)
    try:
        fresh = profiles.take_in(list(by_ref))
        memory.refresh(fresh)
    except Exception as error:  # noqa: BLE001 - the edge of the task: recorded, and tried again later
        _give_back(batch, error)
        return
    for ref, owed in by_ref.items():
        try:
            with transaction.atomic():
                comparing.compare(ref, fresh, read_at)
                _done(owed)
        except LeaseLost:
            logger.info("lease lost: %s", ref)
        except Exception as error:  # noqa: BLE001 - the edge of the task
            _give_back(owed, error)


def _explain(batch: Sequence[Effect]) -> None:
    for effect in batch:
        try:
            memory.refresh()
            with transaction.atomic():
                pair = CandidatePair.objects.select_for_update(of=("self",)).filter(ref=effect.payload["ref"]).first()
                if pair is not None:
                    evidence.explain_one(pair)
                _done([effect])
        except LeaseLost:
            logger.info("lease lost: %s", effect.key)
        except Exception as error:  # noqa: BLE001 - the edge of the task
            _give_back([effect], error)


def _done(owed: Iterable[Effect]) -> None:
    for effect in owed:
        if not effects.done(effect):
            raise LeaseLost


def _give_back(owed: Iterable[Effect], error: Exception) -> None:
    # SECURITY: the class alone; messages of exceptions can carry values.
    logger.error("comparison failed: %s", type(error).__name__)
    for effect in owed:
        effects.failed(effect, type(error).__name__)


def _owe_lapsed() -> None:
    """Consent that ran out and cases that were closed without an event: look now and then."""
    global _lapse_looked_at  # noqa: PLW0603 - how lately this process looked
    if time.monotonic() - _lapse_looked_at < LAPSE_EVERY:
        return
    _lapse_looked_at = time.monotonic()
    refs = profiles.lapsed()
    waiting = effects.awaited([REMATCH, BULK], "ref", refs)
    stamp = f"{timezone.now():%Y%m%d%H%M%S}"
    effects.owe_all(BULK, {f"lapse:{ref}:{stamp}": {"ref": ref} for ref in refs if ref not in waiting})
