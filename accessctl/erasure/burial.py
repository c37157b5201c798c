"""Erasing one record, once it is decided: by a person, by two, or by the replay after a restore.

    in one transaction: tombstone, what the table says, deletion of the record, journal entry
    after its commit:   keys destroyed, tombstone written outside the database

A crash in between leaves work that `settle` does: the tombstone says what is still owed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accessctl import doorbell, journal, rotation, vault
from accessctl.actor import Actor
from accessctl.erasure import outside, steps
from accessctl.keystore.models import DestroyedKey, digest_of
from accessctl.models import KeyWork, OwnKey, Record, RingRow, Tombstone
from accessctl.models.erasure import KEPT_FOR, ErasureReason, Telling
from accessctl.rings import Ring
from accessctl.rotation import Renewal

SETTLE = "accessctl.tasks.settle_erasures"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Why, how the people it is about were told, and who approved where two persons were needed."""

    reason: ErasureReason
    told: Telling
    second: str = ""
    at: datetime | None = None  # of an erasure that is done again after a restore


def bury(actor: Actor, record: Record, decided: Decision) -> Tombstone:
    """Erase a record that is locked; call in a transaction."""
    (stone,) = bury_all(actor, [record], decided)
    return stone


def bury_all(actor: Actor, records: Sequence[Record], decided: Decision) -> list[Tombstone]:
    """`bury` for several records of one root, in about as many statements as for one."""
    if not records:
        return []
    root = type(records[0])
    stones = _stones(actor, records, decided)
    journal.record_each(actor, steps.event_of(records[0]), records, reason=decided.reason, told=decided.told)
    for step in steps.of(root):
        if step.carry_out is not None:
            step.carry_out(actor, records)
    KeyWork.objects.bulk_create(
        KeyWork(tombstone=stone, record=record.pk, rings=[]) for stone, record in zip(stones, records, strict=True)
    )
    root._default_manager.filter(pk__in=[record.pk for record in records]).delete()
    _after_commit(stones)
    return stones


def _stones(actor: Actor, records: Sequence[Record], decided: Decision) -> list[Tombstone]:
    """The tombstones of these records, saved; one that stands is honoured again."""
    kind, digests = type(records[0])._meta.model_name or "", [digest_of(record.pk) for record in records]
    standing = {stone.digest: stone for stone in Tombstone.objects.filter(digest__in=digests)}
    stones = []
    for record, digest in zip(records, digests, strict=True):
        stone = standing.get(digest) or Tombstone(digest=digest, kind=kind)
        _date(stone, actor, decided)
        stone.record_ref, stone.owner_id, stone.registered_at = record.ref, record.owner_id, record.created_at
        stones.append(stone)
    Tombstone.objects.bulk_create([stone for stone in stones if stone._state.adding])
    for stone in standing.values():
        stone.save()
    return stones


def bury_part(actor: Actor, record: Record, row: RingRow, decided: Decision) -> Tombstone:
    """The tombstone of a part of a record, such as one relative; who calls deletes the rows and owes the keys."""
    stone = _stone(actor, digest_of(row.pk), type(row)._meta.model_name or "", decided)
    stone.record_ref, stone.owner_id, stone.registered_at = record.ref, record.owner_id, row.created_at
    stone.save()
    _after_commit([stone])
    return stone


def owe_keys(stone: Tombstone, held: Record | OwnKey, *rings: Ring) -> None:
    """Owe the destruction of a record's keys, or of some rings the renewal, after which old copies do not open."""
    KeyWork.objects.create(tombstone=stone, record=held.vault_record_id, rings=sorted(rings))


def renew_keys(held: Record | OwnKey, *rings: Ring) -> None:
    """Owe new keys for some rings of a record of which rows went without an erasure: old copies open no more.

    Call in the transaction that deletes them; what was owed before and has not begun does for it too.
    """
    owed = {"tombstone": None, "organisation": None, "record": held.vault_record_id, "rings": sorted(rings)}
    if not KeyWork.objects.filter(**owed, upto=None).exists():
        KeyWork.objects.create(**owed)
        transaction.on_commit(lambda: doorbell.ring(SETTLE, expires=60))


def _stone(actor: Actor, digest: str, kind: str, decided: Decision) -> Tombstone:
    """A new tombstone, or the one that stands, to be honoured again."""
    stone = Tombstone.objects.filter(digest=digest).first() or Tombstone(digest=digest, kind=kind)
    _date(stone, actor, decided)
    return stone


def _date(stone: Tombstone, actor: Actor, decided: Decision) -> None:
    stone.erased_at, stone.by, stone.second = decided.at or timezone.now(), actor.pseudonym, decided.second
    stone.reason, stone.told, stone.keys_destroyed_at = decided.reason, decided.told, None


def _after_commit(stones: Sequence[Tombstone]) -> None:
    """SECURITY: keys that need no waiting go at once; the worker does the rest, and the clock what a crash left."""
    keys = [stone.pk for stone in stones]

    def go_on() -> None:
        _destroy(list(KeyWork.objects.filter(tombstone__in=keys, rings=[])))
        doorbell.ring(SETTLE, expires=60)

    transaction.on_commit(go_on)


def settle() -> int:
    """Do what is owed: destroy and hand on keys, write tombstones outside, renew.  Returns how many tombstones.

    Renewing comes last, and all at once: it waits for minutes, and a restore relies on what stands outside.
    """
    owed = list(KeyWork.objects.order_by("pk"))
    for work in owed:
        if work.organisation is not None:
            _hand_on(work)
    _destroy([work for work in owed if work.organisation is None and not work.rings])
    written = outside.write_new()
    _renew([work for work in owed if work.rings])
    return written


def _destroy(works: Sequence[KeyWork]) -> None:
    if not works:
        return
    vault.destroy_for_good([work.record for work in works])
    _done(works)


def _renew(works: Sequence[KeyWork]) -> None:
    """Seal what is left of the rings under new keys, and destroy the old: a minute's wait lies in between."""
    if not works:
        return
    for work in works:
        if work.upto is None:
            work.upto = rotation.newest_key(work.record)
            work.save(update_fields=["upto"])
    renewals = [Renewal(work.record, tuple(Ring(code) for code in work.rings), work.upto or 0) for work in works]
    for _progress in rotation.renew_records(renewals):
        pass
    _done(works)


def _hand_on(work: KeyWork) -> None:
    """Wrap the keys of a record by the key of who answers for it now."""
    if work.organisation is not None:
        rotation.hand_on_keys(work.record, work.organisation)
    KeyWork.objects.filter(pk=work.pk).delete()


def _done(works: Sequence[KeyWork]) -> None:
    with transaction.atomic():
        KeyWork.objects.filter(pk__in=[work.pk for work in works]).delete()
        stones = {work.tombstone_id for work in works if work.tombstone_id is not None}
        owing = KeyWork.objects.filter(tombstone__in=stones).values_list("tombstone", flat=True)
        Tombstone.objects.filter(pk__in=stones - set(owing)).update(keys_destroyed_at=timezone.now())


def forget_old() -> int:
    """Delete tombstones of more than a year ago, whose backups are long gone: in the key store, outside, and here."""
    before = timezone.now() - KEPT_FOR
    old = Tombstone.objects.filter(erased_at__lt=before)
    DestroyedKey.objects.filter(digest__in=list(old.values_list("digest", flat=True))).delete()
    outside.forget(before)
    return old.delete()[0]
