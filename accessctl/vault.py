"""The vault: envelope encryption with a data key per record and ring.

Root key -> organisation key -> record-and-ring key -> value.  Wrapped keys live in the `keystore` database and are
committed before the record they open; no transaction spans both databases.  Unwrapped keys stay in this process for
at most `KEY_CACHE_SECONDS` and nowhere else.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accessctl import envelope
from accessctl.keys import KEY_BYTES, KeysUnavailable, root_key
from accessctl.keystore.models import DestroyedKey, OrganisationKey, RecordKey, digest_of
from accessctl.rings import Ring

CACHE_SLOTS = 50_000
SECOND_FACTOR = "second-factor"  # what texts sealed for the deployment are used for
WEBHOOK = "webhook"
PEER_KEY, PEER_QUESTION = "peer-key", "peer-question"
DEPLOYMENT_ORGANISATION = UUID(int=0)  # owns what belongs to no organisation, such as audiences

Slot = tuple[UUID, Ring]  # whose key: record id and ring


class SealBroken(KeysUnavailable):
    """Ciphertext that its key does not open: moved, altered, or its key destroyed."""

    code = "seal_broken"


class SealedRow(Protocol):
    """What the vault asks of a row: its table, its own id, its record and its ring."""

    @property
    def RING(self) -> Ring: ...  # noqa: N802 - as models have it

    @property
    def pk(self) -> Any: ...

    @property
    def _meta(self) -> Any: ...

    @property
    def vault_record_id(self) -> UUID: ...


def slot(row: SealedRow) -> Slot:
    """Whose key seals a row."""
    return row.vault_record_id, row.RING


@dataclass
class _Keys:
    """All versions of one slot's key, opened."""

    ciphers: dict[int, AESGCM]
    loaded_at: float

    @property
    def current(self) -> int:
        return max(self.ciphers)

    def is_stale(self) -> bool:
        return time.monotonic() - self.loaded_at > settings.KEY_CACHE_SECONDS


_cache: dict[Slot, _Keys] = {}
_organisation_cache: dict[tuple[UUID, int], tuple[AESGCM, float]] = {}
_lock = threading.Lock()


def forget() -> None:
    """Drop every unwrapped key of this process: after an erasure, and between tests."""
    with _lock:
        _cache.clear()
        _organisation_cache.clear()


def enrol(record: UUID, organisation: UUID, rings: Iterable[Ring]) -> None:
    """Create the data keys of a record and commit them, before the record itself is written.

    A ring that has its key keeps it, so two processes that are first at once end with one key.
    """
    enrol_many([record], organisation, rings)


def enrol_many(records: Iterable[UUID], organisation: UUID, rings: Iterable[Ring]) -> None:
    """`enrol` for many records of one organisation, in one commit: a commit per record costs an import its time."""
    wanted, ids = list(rings), list(records)
    try:
        _enrol(ids, organisation, wanted)
    except IntegrityError:  # the organisation's key was rotated away in between; there is a newer one
        _enrol(ids, organisation, wanted)


def _enrol(records: list[UUID], organisation: UUID, rings: list[Ring]) -> None:
    version, cipher = _organisation_key(organisation)
    keys = [
        RecordKey(
            record=record,
            ring=ring,
            organisation=organisation,
            organisation_version=version,
            wrapped=envelope.wrap(cipher, os.urandom(KEY_BYTES), _key_place(record, ring, 1)),
        )
        for record in records
        for ring in rings
    ]
    with transaction.atomic(using="keystore"):
        RecordKey.objects.bulk_create(keys, ignore_conflicts=True)


def seal(row: SealedRow, field: Any, data: bytes) -> bytes:
    """Encrypt one value of one row.  The row must have its id; its record must be enrolled.

    A ring that came into being after its record, or whose key was destroyed, gets a key here.  Raises SealBroken.
    """
    wanted = slot(row)
    held = _available([wanted])
    if wanted not in held and _create_missing(*wanted):
        held = _available([wanted])
    if wanted not in held:
        raise SealBroken("the record has no keys")
    keys = held[wanted]
    version = keys.current
    return envelope.close(keys.ciphers[version], version, _place(row, field, version), data)


def unseal(row: SealedRow, field: Any, sealed: bytes, keys: dict[Slot, _Keys]) -> bytes:
    """Decrypt one value with keys from `keys_for`.  Raises SealBroken."""
    held = keys.get(slot(row))
    try:
        version = envelope.key_version(sealed)
        if held is not None and version not in held.ciphers:  # sealed under a newer key than this process holds
            held = _fresh(slot(row))
        if held is None or version not in held.ciphers:
            raise SealBroken
        return envelope.disclose(held.ciphers[version], _place(row, field, version), sealed)
    except envelope.Unreadable:
        raise SealBroken from None


def seal_with(keys: dict[Slot, _Keys], row: SealedRow, field: Any, data: bytes) -> bytes:
    """`seal` with keys from `fresh_keys`."""
    held = keys[slot(row)]
    return envelope.close(held.ciphers[held.current], held.current, _place(row, field, held.current), data)


def seal_for_deployment(use: str, text: str) -> str:
    """Encrypt a small secret of the registry itself, such as a second factor, as text."""
    version, cipher = _organisation_key(DEPLOYMENT_ORGANISATION)
    sealed = envelope.close(cipher, version, _deployment_place(use, version), text.encode())
    return base64.b64encode(sealed).decode()


def unseal_for_deployment(use: str, sealed: str) -> str:
    """Decrypt what `seal_for_deployment` encrypted for the same use.  Raises SealBroken."""
    try:
        data = base64.b64decode(sealed, validate=True)
        version, cipher = _organisation_key(DEPLOYMENT_ORGANISATION, envelope.key_version(data))
        return envelope.disclose(cipher, _deployment_place(use, version), data).decode()
    except (envelope.Unreadable, ValueError):
        raise SealBroken from None


def deployment_version(sealed: str) -> int:
    """Which version of the deployment's key a text of `seal_for_deployment` needs.  Raises SealBroken."""
    try:
        return envelope.key_version(base64.b64decode(sealed, validate=True))
    except (envelope.Unreadable, ValueError):
        raise SealBroken from None


def fresh_keys(slots: Iterable[Slot]) -> dict[Slot, _Keys]:
    """The keys of many slots as they are in the key store now, whatever this process holds."""
    return _load(set(slots))


def add_organisation_key(organisation: UUID) -> None:
    """One more version of an organisation's key; what is enrolled from now on is wrapped by it."""
    version, _cipher = _organisation_key(organisation)
    wrapped = root_key().wrap(os.urandom(KEY_BYTES), organisation_place(organisation, version + 1))
    OrganisationKey.objects.create(organisation=organisation, version=version + 1, wrapped=wrapped)


def add_versions(organisation: UUID, slots: dict[tuple[UUID, str], int]) -> None:
    """One more key for each slot, under the version given; one that exists is kept."""
    version, cipher = _organisation_key(organisation)
    RecordKey.objects.bulk_create(
        [
            RecordKey(
                record=record,
                ring=ring,
                version=number,
                organisation=organisation,
                organisation_version=version,
                wrapped=envelope.wrap(cipher, os.urandom(KEY_BYTES), _key_place(record, Ring(ring), number)),
            )
            for (record, ring), number in slots.items()
        ],
        ignore_conflicts=True,
    )


def rewrap(row: RecordKey, organisation: UUID, version: int | None = None) -> dict[str, Any]:
    """A record key wrapped by another key: the version named of an organisation's, or its newest.  As columns."""
    place = _key_place(row.record, Ring(row.ring), row.version)
    _old, held = _organisation_key(row.organisation, row.organisation_version)
    by, wanted = _organisation_key(organisation, version)
    try:
        wrapped = envelope.wrap(wanted, envelope.unwrap(held, bytes(row.wrapped), place), place)
        return {"organisation": organisation, "organisation_version": by, "wrapped": wrapped}
    except envelope.Unreadable:
        raise SealBroken("a record key is not what its organisation wrapped") from None


def keys_for(slots: Iterable[Slot]) -> dict[Slot, _Keys]:
    """The opened keys of many slots, with one query for those not held yet.  Raises SealBroken if one is gone."""
    wanted = set(slots)
    found = _available(wanted)
    if absent := len(wanted - found.keys()):
        raise SealBroken(f"no key for {absent} of {len(wanted)} records")
    return found


def destroy(record: UUID, rings: Iterable[Ring] | None = None) -> int:
    """Destroy the keys of a record, or of some of its rings: erases them in every copy and backup of the data."""
    rows = RecordKey.objects.filter(record=record)
    if rings is not None:
        rows = rows.filter(ring__in=list(rings))
    return _destroy(rows)


def _destroy(rows: QuerySet[RecordKey]) -> int:
    total = 0
    while count := rows.delete()[0]:  # again: a rotation may just have added a version
        total += count
    forget()
    return total


def destroy_for_good(records: Sequence[UUID]) -> int:
    """`destroy` all keys of these records, and remember that, so that no backup brings one back unnoticed."""
    with transaction.atomic(using="keystore"):
        gone = [DestroyedKey(digest=digest_of(record)) for record in records]
        DestroyedKey.objects.bulk_create(gone, ignore_conflicts=True)
        return _destroy(RecordKey.objects.filter(record__in=records))


def _available(slots: Iterable[Slot]) -> dict[Slot, _Keys]:
    """Those of the slots' keys that exist, from this process or with one query."""
    wanted = set(slots)
    found = {held: keys for held in wanted if (keys := _cache.get(held)) and not keys.is_stale()}
    if missing := wanted - found.keys():
        loaded = _load(missing)
        with _lock:
            if len(_cache) > CACHE_SLOTS:
                _cache.clear()
            _cache.update(loaded)
        found |= loaded
    return found


def _fresh(wanted: Slot) -> _Keys | None:
    """The slot's keys as they are in the key store now."""
    loaded = _load({wanted})
    with _lock:
        _cache.update(loaded)
    return loaded.get(wanted)


def _load(slots: set[Slot]) -> dict[Slot, _Keys]:
    now = time.monotonic()
    loaded: dict[Slot, _Keys] = {}
    rows = RecordKey.objects.filter(record__in={record for record, _ in slots})
    # Plain rows: a matcher opens thousands of keys at once, and making objects of them takes longer than unwrapping.
    columns = ("record", "ring", "version", "organisation", "organisation_version", "wrapped")
    for record, ring, version, organisation, by, wrapped in rows.values_list(*columns):
        found = (record, Ring(ring))
        if found not in slots:
            continue
        _, cipher = _organisation_key(organisation, by)
        try:
            key = envelope.unwrap(cipher, bytes(wrapped), _key_place(*found, version))
        except envelope.Unreadable:
            raise SealBroken("a record key is not what its organisation wrapped") from None
        loaded.setdefault(found, _Keys({}, now)).ciphers[version] = AESGCM(key)
    return loaded


def _create_missing(record: UUID, ring: Ring) -> bool:
    """A key for one more ring of a record that has keys.  One without any was erased, and stays so."""
    organisation = RecordKey.objects.filter(record=record).values_list("organisation", flat=True).first()
    if organisation is None:
        return False
    enrol(record, organisation, [ring])
    return True


def _organisation_key(organisation: UUID, version: int | None = None) -> tuple[int, AESGCM]:
    if version is not None and (held := _organisation_cache.get((organisation, version))):
        cipher, loaded_at = held
        if time.monotonic() - loaded_at <= settings.KEY_CACHE_SECONDS:
            return version, cipher
    rows = OrganisationKey.objects.filter(organisation=organisation)
    row = (rows.filter(version=version) if version else rows.order_by("-version")).first()
    if row is None:
        if version is not None:
            raise SealBroken("an organisation key is gone")
        wrapped = root_key().wrap(os.urandom(KEY_BYTES), organisation_place(organisation, 1))
        row, _ = OrganisationKey.objects.get_or_create(
            organisation=organisation, version=1, defaults={"wrapped": wrapped}
        )
    cipher = AESGCM(root_key().unwrap(bytes(row.wrapped), organisation_place(organisation, row.version)))
    _organisation_cache[organisation, row.version] = (cipher, time.monotonic())
    return row.version, cipher


def _place(row: SealedRow, field: Any, version: int) -> bytes:
    """Associated data of a value: a copy to another row, column, record or ring does not open."""
    if row.pk is None:
        raise TypeError("a row has its id before anything of it is sealed")
    place = (row._meta.db_table, field.column, str(row.pk), str(row.vault_record_id), row.RING)
    return envelope.bind(settings.DEPLOYMENT, *place, str(version))


def _deployment_place(use: str, version: int) -> bytes:
    return envelope.bind(settings.DEPLOYMENT, "deployment", use, str(version))


def _key_place(record: UUID, ring: Ring, version: int) -> bytes:
    return envelope.bind(settings.DEPLOYMENT, "record-key", str(record), ring, str(version))


def organisation_place(organisation: UUID, version: int) -> bytes:
    return envelope.bind(settings.DEPLOYMENT, "organisation-key", str(organisation), str(version))
