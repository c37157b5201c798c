"""Comparing everything anew: after a new version of the engine, and after a bulk load."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accessctl import door, effects, journal
from accessctl.rings import Ring
from cases.models import Case
from matching import extract, store
from matching.index import Fresh, memory
from matching.models import Compared
from matching.services import comparing, feed, profiles
from registry.lib.ids import uuid7

KINDS = (feed.REMATCH, feed.BULK)
TOGETHER = 25  # records per transaction: an open one holds back every reader of the journal


def owe_everything() -> int:
    """Owe a comparison of every record, behind what people change meanwhile.  Returns how many."""
    refs = every_ref()
    run = uuid7()
    waiting = effects.awaited(KINDS, "ref", refs)
    effects.owe_all(feed.BULK, {f"all:{ref}:{run}": {"ref": ref} for ref in refs if ref not in waiting})
    journal.record(extract.matcher(), "matching.run", records=len(refs))
    return len(refs)


def compare_everything() -> int:
    """The same in this process and at once: all profiles first, then every list, so that no list is made twice.

    What the journal still holds for the matcher is read first, and what it owes these records is done with them.
    Returns how many pairs are new.
    """
    while feed.take_entries():
        pass
    owed = effects.newest()
    refs = every_ref()
    read_at = timezone.now()
    fresh = Fresh()
    for chunk in store.chunks(refs):
        fresh = fresh.joined(profiles.take_in(chunk))
    memory.refresh(fresh)
    news = 0
    for first in range(0, len(refs), TOGETHER):
        some = refs[first : first + TOGETHER]
        with transaction.atomic():
            news += sum(comparing.compare(ref, fresh, read_at, alone=False) for ref in some)
            effects.overtake(KINDS, "ref", some, upto=owed)
    while feed.work():
        pass
    return news


def every_ref() -> list[str]:
    """References of all that may be compared, and of what is still held though it may not."""
    actor = extract.matcher()
    cases = door.visible(actor, Case, ring=Ring.SEARCH).filter(status=extract.COMPARED_STATUS)
    held = Compared.objects.filter(live=True).values_list("case__ref", "remains__ref")
    refs = set(cases.values_list("ref", flat=True)) | {row.ref for row in extract.comparable_remains()}
    return sorted(refs | {case or remains for case, remains in held})
