"""Writing roots: creation with keys, journal and scope check; changes; consent effects; removal."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F

from accessctl import audiences, door, journal, topology, vault
from accessctl.actor import Actor
from accessctl.consent import LAYERS, ConsentEffect
from accessctl.models import Record, Staged
from accessctl.policy import Action
from registry.lib.errors import Conflict, Forbidden
from registry.lib.ids import new_ref

RecordT = TypeVar("RecordT", bound=Record)


def create_record(actor: Actor, row: RecordT, *, action: str, effect: ConsentEffect | None = None, **detail: Any) -> RecordT:
    """Insert a root: its keys first and for good, then the row, the entry, and the check of the writer's own scope.

    The owner is the actor's organisation unless the row names one.  Raises Forbidden.
    """
    if row.owner_id is None:
        if actor.organisation is None:
            raise Forbidden()
        row.owner = actor.organisation
    row.ref = row.ref or new_ref(row.REF_PREFIX)
    row.created_by = actor.account
    vault.enrol(row.pk, row.owner_id, topology.rings_of(type(row)))
    with transaction.atomic():
        _apply(row, effect)
        row.save(force_insert=True)
        if not isinstance(row, Staged):
            journal.record(actor, action, row, **detail)
        if not door.can(actor, Action.CREATE, row):
            raise Forbidden()
    return row


def touch(actor: Actor, row: Record, *, action: str, expected_version: int | None = None, fields: list[str] | None = None, **detail: Any) -> None:
    """Save changed columns of a root, raise its version and journal.  Raises Conflict when someone else was first."""
    held = type(row)._default_manager.filter(pk=row.pk)
    if expected_version is not None:
        held = held.filter(version=expected_version)
    if not held.update(version=F("version") + 1):
        raise Conflict()
    row.save(update_fields=[*(fields or []), "updated_at"])
    row.refresh_from_db(fields=["version"])
    journal.record(actor, action, row, **detail)


def set_consent_effect(actor: Actor, row: Record, effect: ConsentEffect, *, action: str = "consent.effect_changed") -> None:
    """Write what consents and firewalls amount to on a record, in the transaction of the conversation that changed it."""
    _apply(row, effect)
    row.save(update_fields=["consent_1", "consent_2", "consent_3", "consent_until", "audience", "updated_at"])
    journal.record(actor, action, row)


def discard(row: Staged) -> None:
    """Delete a staged record and destroy its keys."""
    key = row.pk
    row.delete()
    vault.destroy(key)


def _apply(row: Record, effect: ConsentEffect | None) -> None:
    if effect is None:
        return
    for layer in LAYERS:
        setattr(row, f"consent_{layer}", effect.masks.get(layer, 0))
    row.consent_until = effect.until
    row.audience = audiences.number_of(effect.audience)
