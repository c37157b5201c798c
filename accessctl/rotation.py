"""Replacing keys while the registry works: the root's, an organisation's, the records'.

Each is a generator of progress that may be killed at any point and begun again; it goes on from what it finds.  An old
key is destroyed last, after three things in this order: new values use the new key in every process (an unwrapped key
is held for KEY_CACHE_SECONDS at most), every transaction that might still write under the old one has ended, and
nothing readable needs it any more.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from accessctl import envelope, own_role, vault
from accessctl.clear import sealed_fields
from accessctl.keys import root_key
from accessctl.keystore.models import KeyRotation, OrganisationKey, RecordKey, SigningKey
from accessctl.models import OwnKey, RingRow, Staged
from accessctl.rings import Ring
from accessctl.sealed import DeploymentSecret, Sealed, SealedField
from accessctl.transparency import signing
from accessctl.vault import Slot, _Keys

CHUNK = 500
POLL = 0.2  # seconds


@dataclass(frozen=True)
class Progress:
    """One step of a rotation: what is being done and to how many so far."""

    stage: str
    done: int


@dataclass(frozen=True)
class Standing:
    """Keys by what wraps them; `pending` counts those that a rotation has yet to replace."""

    organisation_keys: int
    under_older_root: int
    record_keys: int
    under_older_organisation: int
    pending: int


def standing() -> Standing:
    """How many keys there are and how many an older key still wraps.  Raises KeysUnavailable."""
    newest = dict(OrganisationKey.objects.values_list("organisation").annotate(Max("version")))
    older = sum(not _is_current(row) for row in OrganisationKey.objects.iterator())
    wrapped = RecordKey.objects.values_list("organisation", "organisation_version").annotate(models.Count("pk"))
    behind = sum(count for organisation, version, count in wrapped if version < newest[organisation])
    pending = sum(_to_replace(row).count() for row in KeyRotation.objects.filter(finished_at=None))
    return Standing(OrganisationKey.objects.count(), older, RecordKey.objects.count(), behind, pending)


# --- the root ---------------------------------------------------------------------------------------------------
def rotate_root() -> Iterator[Progress]:
    """Wrap every organisation's key with the newest root key.  Afterwards the older root keys may be removed."""
    done = 0
    for row in OrganisationKey.objects.order_by("pk").iterator():
        if _is_current(row):
            continue
        place = vault.organisation_place(row.organisation, row.version)
        held = bytes(row.wrapped)
        wrapped = root_key().wrap(root_key().unwrap(held, place), place)
        done += OrganisationKey.objects.filter(pk=row.pk, wrapped=held).update(wrapped=wrapped)
        yield Progress("root", done)


def _is_current(row: OrganisationKey) -> bool:
    return root_key().is_current(bytes(row.wrapped), vault.organisation_place(row.organisation, row.version))


# --- an organisation --------------------------------------------------------------------------------------------
def rotate_organisation(organisation: UUID) -> Iterator[Progress]:
    """A new key for an organisation, its record keys wrapped anew, the old key destroyed."""
    held = OrganisationKey.objects.filter(organisation=organisation).order_by("version")
    if held.count() == 1:  # more than one: a rotation that was killed
        vault.add_organisation_key(organisation)
    newest = held.last()
    if newest is None:
        return
    yield from _rewrap(organisation, newest.version)
    yield from _reseal_deployment(organisation, newest.version)
    yield from _settle()
    yield from _rewrap(organisation, newest.version)
    yield from _reseal_deployment(organisation, newest.version)
    yield from _settle()
    old = held.filter(version__lt=newest.version)
    yield Progress("old keys destroyed", old.count())
    old.delete()  # PostgreSQL refuses while a record key needs one


def _rewrap(organisation: UUID, version: int) -> Iterator[Progress]:
    done = 0
    behind = RecordKey.objects.filter(organisation=organisation, organisation_version__lt=version).order_by("pk")
    while rows := list(behind[:CHUNK]):
        for row in rows:
            held = bytes(row.wrapped)
            columns = vault.rewrap(row, organisation, version)
            done += RecordKey.objects.filter(pk=row.pk, wrapped=held).update(**columns)
        yield Progress("record keys wrapped anew", done)


def _reseal_deployment(organisation: UUID, version: int) -> Iterator[Progress]:
    """What the registry itself keeps sealed as text: signing keys, second factors, secrets of addresses and links."""
    if organisation != vault.DEPLOYMENT_ORGANISATION:
        return
    done = 0
    for key in SigningKey.objects.all():
        if (sealed := _resealed(signing.USE, key.sealed, version)) is not None:
            done += SigningKey.objects.filter(pk=key.pk, sealed=key.sealed).update(sealed=sealed)
    for factor in Authenticator.objects.iterator():
        data = {name: _resealed_factor(name, value, version) for name, value in factor.data.items()}
        if data != factor.data:
            done += Authenticator.objects.filter(pk=factor.pk, data=factor.data).update(data=data)
    for model in apps.get_models():
        for kept in (one for one in model._meta.concrete_fields if isinstance(one, DeploymentSecret)):
            done += _reseal_column(model, kept, version)
    yield Progress("the registry's own secrets", done)


def _reseal_column(model: type[models.Model], kept: DeploymentSecret, version: int) -> int:
    done, rows = 0, model._default_manager.exclude(**{kept.attname: ""})
    for key, held in rows.values_list("pk", kept.attname).iterator():
        if (sealed := _resealed(kept.use, held, version)) is not None:
            done += rows.filter(**{"pk": key, kept.attname: held}).update(**{kept.attname: sealed})
    return done


SEALED_FACTORS = frozenset({"secret", "seed"})  # of codes by an application, and of recovery codes


def _resealed_factor(name: str, value: Any, version: int) -> Any:
    if name not in SEALED_FACTORS:
        return value
    return _resealed(vault.SECOND_FACTOR, value, version) or value


def _resealed(use: str, sealed: str, version: int) -> str | None:
    """The text under the newest key, or None when it is."""
    if vault.deployment_version(sealed) == version:
        return None
    return vault.seal_for_deployment(use, vault.unseal_for_deployment(use, sealed))


# --- records ----------------------------------------------------------------------------------------------------
def rotate_records(organisation: UUID) -> Iterator[Progress]:
    """New data keys for every record of an organisation, every value sealed anew, the old keys destroyed."""
    rotation = _begun(organisation)
    yield from _add_versions(rotation)
    yield from _settle()
    yield from _reseal(rotation)
    yield from _settle()
    while sum(step.done for step in _reseal(rotation)):  # written meanwhile by a transaction that was open
        yield from _settle()
    old = _to_replace(rotation)
    yield Progress("old keys destroyed", old.count())
    old.delete()
    vault.forget()
    KeyRotation.objects.filter(pk=rotation.pk).update(finished_at=timezone.now())


def _begun(organisation: UUID) -> KeyRotation:
    """The rotation under way, or a new one of all keys there are now."""
    newest = RecordKey.objects.aggregate(newest=Max("pk"))["newest"] or 0
    row, _created = KeyRotation.objects.get_or_create(
        organisation=organisation, finished_at=None, defaults={"upto": newest}
    )
    return row


def _to_replace(rotation: KeyRotation) -> models.QuerySet[RecordKey]:
    return RecordKey.objects.filter(organisation=rotation.organisation, pk__lte=rotation.upto)


def _add_versions(rotation: KeyRotation) -> Iterator[Progress]:
    """One more version for each slot whose newest key is to be replaced."""
    done, after = 0, 0
    while True:
        # Locked: a record that is erased meanwhile must not get a key again.
        with transaction.atomic(using=RecordKey.objects.db):
            due = _to_replace(rotation).filter(pk__gt=after).select_for_update().order_by("pk")
            if not (rows := list(due[:CHUNK])):
                return
            after = rows[-1].pk
            newest = _newest({row.record for row in rows})
            last = {(row.record, row.ring): row.version for row in rows if newest[row.record, row.ring] == row.version}
            vault.add_versions(rotation.organisation, {slot: version + 1 for slot, version in last.items()})
        done += len(last)
        yield Progress("new record keys", done)


def newest_key(record: UUID) -> int:
    """The newest key of a record, 0 when it has none."""
    return RecordKey.objects.filter(record=record).aggregate(newest=Max("pk"))["newest"] or 0


@dataclass(frozen=True)
class Renewal:
    """Some rings of one record, whose keys up to a number are to go."""

    record: UUID
    rings: tuple[Ring, ...]
    upto: int


def renew_records(renewals: Sequence[Renewal]) -> Iterator[Progress]:
    """New keys for some rings of records in place of those up to a number each; what is left is sealed anew.

    After a part of a ring was deleted: copies of the database from before do not open any more.  All of them wait
    together: one after the other, each would wait for minutes.
    """
    for one in renewals:
        _add_next(one)
    yield from _settle()
    records = sorted({one.record for one in renewals})
    some = [records[start : start + CHUNK] for start in range(0, len(records), CHUNK)]  # their values are held at once
    while count := sum(_reseal_rows(model, chunk) for chunk in some for model in _sealed_models()):
        yield Progress("values sealed anew", count)
        yield from _settle()
    gone = sum(_keys_of(one).filter(pk__lte=one.upto).delete()[0] for one in renewals)
    vault.forget()
    yield Progress("old keys destroyed", gone)


def _keys_of(renewal: Renewal) -> models.QuerySet[RecordKey]:
    return RecordKey.objects.filter(record=renewal.record, ring__in=list(renewal.rings))


def _add_next(renewal: Renewal) -> None:
    """One more version for each ring whose newest key is to go."""
    with transaction.atomic(using=RecordKey.objects.db):
        held = list(_keys_of(renewal).select_for_update().order_by("pk"))
        newest = {row.ring: row for row in sorted(held, key=lambda row: row.version)}
        for row in newest.values():
            if row.pk <= renewal.upto:
                vault.add_versions(row.organisation, {(renewal.record, row.ring): row.version + 1})


def hand_on_keys(record: UUID, organisation: UUID) -> int:
    """Wrap every key of a record by the newest key of another organisation; returns how many were another's.

    The record keys stay what they are: what is sealed stays readable at each moment, to whoever the door lets.
    """
    done = 0
    others = RecordKey.objects.filter(record=record).exclude(organisation=organisation).order_by("pk")
    while rows := list(others.all()):  # again: a rotation may just have added a version or wrapped one anew
        for row in rows:
            columns = vault.rewrap(row, organisation)
            done += RecordKey.objects.filter(pk=row.pk, wrapped=bytes(row.wrapped)).update(**columns)
    return done


def _newest(records: set[UUID]) -> dict[tuple[UUID, str], int]:
    held = RecordKey.objects.filter(record__in=records).values_list("record", "ring").annotate(Max("version"))
    return {(record, ring): version for record, ring, version in held}


def _reseal(rotation: KeyRotation) -> Iterator[Progress]:
    """Seal under the newest key whatever an older one still seals."""
    done, after = 0, UUID(int=0)
    records = _to_replace(rotation).order_by("record").values_list("record", flat=True).distinct()
    while chunk := list(records.filter(record__gt=after)[:CHUNK]):
        after = chunk[-1]
        for model in _sealed_models():
            done += _reseal_rows(model, chunk)
        yield Progress("values sealed anew", done)


def _sealed_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if sealed_fields(model)]


def _reseal_rows(model: type[Any], records: Sequence[UUID]) -> int:
    """The rows of one table; a value that was changed in between is left to who changed it, under the new key."""
    fields = sealed_fields(model)
    rows = model._default_manager.filter(**{f"{_record_column(model)}__in": records})
    held = defaultdict[Slot, list[tuple[Any, SealedField, bytes]]](list)
    with own_role.of([model]):
        for row in rows.only("pk", _record_column(model), *(field.name for field in fields)).iterator(CHUNK):
            for field in fields:
                if isinstance(value := getattr(row, field.attname), Sealed):
                    held[vault.slot(row)].append((row, field, value.data))
        keys = vault.fresh_keys(held)
        return sum(
            _reseal_value(row, field, data, keys)
            for slot, values in held.items()
            for row, field, data in values
            if slot in keys and envelope.key_version(data) < keys[slot].current
        )


def _reseal_value(row: Any, field: SealedField, data: bytes, keys: dict[Slot, _Keys]) -> int:
    sealed = vault.seal_with(keys, row, field, vault.unseal(row, field, data, keys))
    table, column = (connection.ops.quote_name(name) for name in (row._meta.db_table, field.attname))
    with connection.cursor() as cursor:
        sql = f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s"  # noqa: S608 - names of ours
        cursor.execute(sql, [sealed, row.pk, data])
        return int(cursor.rowcount)


def _record_column(model: type[Any]) -> str:
    if issubclass(model, Staged):
        return "pk"
    if issubclass(model, OwnKey):
        return "record"
    if issubclass(model, RingRow):
        return model.RECORD
    raise TypeError(f"{model.__name__}: whose record?")


# --- waiting ----------------------------------------------------------------------------------------------------
def _settle() -> Iterator[Progress]:
    """Until no process holds a key it read before now, nor any transaction is open that began before then."""
    time.sleep(settings.KEY_CACHE_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        begun = int(cursor.fetchone()[0])
        while True:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
            if int(cursor.fetchone()[0]) > begun:
                break
            time.sleep(POLL)
    yield Progress("settled", 0)
