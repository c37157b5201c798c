"""After a restore: whatever was erased since the backup, or before it, is erased again before the registry opens.

What was erased is known from three places, so that losing one loses nothing: the file outside, the key store, which is
backed up apart, and the tombstones of the restored database itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from accessctl import topology, vault
from accessctl.actor import Actor
from accessctl.erasure import burial, outside
from accessctl.erasure.burial import Decision
from accessctl.erasure.outside import Noted
from accessctl.keystore.models import DestroyedKey, RecordKey, digest_of
from accessctl.models import Record, Tombstone
from accessctl.models.erasure import KEPT_FOR, ErasureReason, Telling

JOB = "erasure.replay"
Part = Callable[[Actor, UUID, Decision], None]

_parts: list[tuple[type[models.Model], Part]] = []


def register_part(model: type[models.Model], erase: Part) -> None:
    """A part of a record that is erased by itself, such as a relative: how a restored one is erased again."""
    _parts.append((model, erase))


@dataclass
class Replayed:
    """What a replay did: records and parts erased again, keys destroyed again, tombstones learnt from outside."""

    erased: int = 0
    keys: int = 0
    learnt: int = 0
    left: list[str] = field(default_factory=list)


def owed() -> int:
    """How many erasures one of the databases does not know of: more than none after a restore.  Cheap."""
    destroyed = set(DestroyedKey.objects.values_list("digest", flat=True))
    known = set(Tombstone.objects.values_list("digest", flat=True))
    recent = Tombstone.objects.filter(erased_at__gt=timezone.now() - KEPT_FOR, kind__in=_whole())
    settled = set(recent.exclude(keys_destroyed_at=None).values_list("digest", flat=True))
    return len((outside.digests() | destroyed) - known) + len(settled - destroyed)


def replay(*, unsigned: bool = False) -> Replayed:
    """Erase again whatever is back.  May be killed and begun again.  Raises what `outside.read` raises."""
    done, actor = Replayed(), Actor.system_job(JOB)
    noted = {one.digest: one for one in outside.read(unsigned=unsigned)}
    destroyed = set(DestroyedKey.objects.values_list("digest", flat=True))
    stones = {stone.digest: Noted.of(stone) for stone in Tombstone.objects.all()}
    known = {**{digest: _from_keys(digest) for digest in destroyed}, **noted, **stones}
    for model in topology.roots():
        for key in _found(model, known):
            done.erased += _erase_record(actor, model, key, known[digest_of(key)])
    for part, erase in _parts:
        for key in _found(part, known):
            with transaction.atomic():
                erase(actor, key, decision_of(known[digest_of(key)]))
            done.erased += 1
    done.learnt = _learn(actor, [one for digest, one in known.items() if digest not in stones])
    done.keys = _destroy_again(known)
    burial.settle()
    done.left = [model.__name__ for model in topology.roots() if _found(model, known)]
    return done


def _whole() -> list[str]:
    """The kinds of tombstones that stand for a whole record."""
    return [model._meta.model_name or "" for model in topology.roots()]


def _from_keys(digest: str) -> Noted:
    """What the key store alone knows: that, not why."""
    return Noted(digest, "", ErasureReason.NO_BASIS, Telling.NOBODY, timezone.now().isoformat())


def _found(model: type[models.Model], known: Iterable[str]) -> list[UUID]:
    wanted = set(known)
    return [key for key in model._default_manager.values_list("pk", flat=True) if digest_of(key) in wanted]


def _erase_record(actor: Actor, model: type[Record], key: UUID, noted: Noted) -> int:
    with transaction.atomic():
        record = model._default_manager.select_for_update().filter(pk=key).first()
        if record is None:
            return 0
        burial.bury(actor, record, decision_of(noted))
    return 1


def decision_of(noted: Noted) -> Decision:
    return Decision(reason=ErasureReason(noted.reason), told=Telling(noted.told), at=noted.erased_at)


def _learn(actor: Actor, missing: Iterable[Noted]) -> int:
    """Tombstones of records that this database never held, or that it holds no more."""
    known = set(Tombstone.objects.values_list("digest", flat=True))
    rows = [
        Tombstone(
            digest=one.digest, kind=one.kind or "record", reason=one.reason, told=one.told, erased_at=one.erased_at,
            by=actor.pseudonym,
        )
        for one in missing
        if one.digest not in known
    ]  # fmt: skip
    Tombstone.objects.bulk_create(rows)
    return len(rows)


def _destroy_again(known: dict[str, Noted]) -> int:
    """Destroy keys that a restored key store brought back, and have it know again what was destroyed."""
    records = RecordKey.objects.values_list("record", flat=True).distinct()
    count = vault.destroy_for_good([record for record in records if digest_of(record) in known])
    whole = [DestroyedKey(digest=digest) for digest, one in known.items() if one.kind in _whole()]
    DestroyedKey.objects.bulk_create(whole, ignore_conflicts=True)
    return count
