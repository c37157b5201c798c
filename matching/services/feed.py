"""From the journal to work: which records must be compared again, and the carrying out, exactly once.

PostgreSQL holds entries, cursor, leases and results; a lost broker or a killed worker delays the work and loses none.
A change made by a person is carried out before the rest of a bulk load.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import effects, journal, turns
from accessctl.models import Effect, JournalEntry
from matching.index import memory
from matching.models import CandidatePair
from matching.services import asking, boards, comparing, erasing, evidence, profiles, rematching
from matching.services.owing import BULK, EXPLAIN, REMATCH, done, edge
from matching.sides import MODELS

CONSUMER = "matching"
effects.entitle(
    {
        EXPLAIN: _("Evidence of a candidate pair"),
        REMATCH: _("Comparison of a changed record"),
        BULK: _("Comparison of a record among many"),
        boards.BOARD: _("The board of an event"),
        rematching.CHUNK: _("A part of a comparison of all records"),
    }
)
SUBJECTS = frozenset(
    {"case", "remains", "consent", "incident", "whereabouts"}
)  # first words of the actions that concern matching
PREFIXES = tuple(f"{model.REF_PREFIX}-" for model in MODELS.values())
MANY = 24  # more records than this in one reading of the journal are a bulk load
BATCH = {EXPLAIN: 8, REMATCH: 8, BULK: 12}
DUE = (*BATCH, boards.BOARD)
RUN = 20.0  # seconds one task works on before it gives the thread back
SETTLING = 1.5  # seconds to wait for entries that an open transaction holds above the horizon
PAUSE = 0.03
LAPSE_EVERY = 60.0
_lapse_looked_at = 0.0


def catch_up() -> int:
    """Read the journal and do what is owed, until nothing is left or the time is up.  Returns how much was done.

    As many workers as the settings say do this at once; the others return, so that a thread is free for a search.
    """
    until = time.monotonic() + RUN
    count = 0
    memory.drop_erased()
    while time.monotonic() < until:
        with turns.turn(CONSUMER, settings.MATCHER_RUNS) as turn:
            if turn is None:  # whoever has it looks again when giving it back, and sees what rang now
                return count
            worked, looked = _run(turn, until)
        count += worked
        if looked and not journal.committed_since(looked) and not effects.are_due(DUE):
            return count
    journal.ring_doorbells()  # more is left: another task, so that none holds a thread for long
    return count


def _run(turn: turns.Held, until: float) -> tuple[int, str]:
    """How much was done, and what was committed when nothing was left to do; "" if time or turn ended before."""
    settled_by = time.monotonic() + SETTLING
    count = 0
    _owe_lapsed()
    while time.monotonic() < until and turn.keep():
        looked = journal.snapshot()
        took = take_entries()
        worked = work()
        count += worked
        if took or worked:
            settled_by = time.monotonic() + SETTLING
        elif time.monotonic() < settled_by and journal.unsettled():
            time.sleep(PAUSE)
        else:
            return count, looked
    return count, ""


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
    """Carry out one batch of what is owed: first what people opened, then single changes, bulk loads, runs over all."""
    for kind in (EXPLAIN, REMATCH, BULK):
        if batch := effects.lease(kind, limit=BATCH[kind]):
            (_explain if kind == EXPLAIN else _compare)(batch)
            return len(batch)
    return boards.work() or rematching.work()


def _compare(batch: Sequence[Effect]) -> None:
    """What failed before goes by itself, so that a record that cannot be read keeps back no other."""
    anew = [effect for effect in batch if effect.attempts == 1]
    for some in (*([effect] for effect in batch if effect.attempts > 1), anew):
        if some:
            _compare_together(some)


def _compare_together(batch: Sequence[Effect]) -> None:
    read_at = timezone.now()
    by_ref: dict[str, list[Effect]] = {}
    for effect in batch:
        by_ref.setdefault(effect.payload["ref"], []).append(effect)
    with edge(batch):
        fresh = profiles.take_in(list(by_ref))
        memory.refresh(fresh)
        ranked = comparing.rank(by_ref, fresh)
        for ref, owed in by_ref.items():
            with edge(owed):
                comparing.store(ref, ranked)
                with transaction.atomic():
                    comparing.compare(ref, ranked, read_at)
                    done(owed)


def _explain(batch: Sequence[Effect]) -> None:
    for effect in batch:
        with edge([effect]):
            memory.refresh()
            with transaction.atomic():
                pair = CandidatePair.objects.select_for_update(of=("self",)).filter(ref=effect.payload["ref"]).first()
                if pair is not None:
                    evidence.explain_one(pair)
                done([effect])


def _owe_lapsed() -> None:
    """Consent that ran out and cases that were closed without an event: look now and then."""
    global _lapse_looked_at  # noqa: PLW0603 - how lately this process looked
    if time.monotonic() - _lapse_looked_at < LAPSE_EVERY:
        return
    _lapse_looked_at = time.monotonic()
    erasing.forget_notices()
    asking.forget_outlived()
    refs = profiles.lapsed()
    waiting = effects.awaited([REMATCH, BULK], "ref", refs)
    stamp = f"{timezone.now():%Y%m%d%H%M%S}"
    effects.owe_all(BULK, {f"lapse:{ref}:{stamp}": {"ref": ref} for ref in refs if ref not in waiting})
