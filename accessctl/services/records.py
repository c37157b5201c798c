"""Writing roots: creation with keys, journal and scope check; changes; consent effects; removal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F

from accessctl import audiences, door, journal, topology, vault
from accessctl.actor import Actor
from accessctl.consent import LAYERS, ConsentEffect
from accessctl.disclosure import ledger
from accessctl.models import Record, Staged
from accessctl.policy import Action
from registry.lib.errors import Conflict, Forbidden
from registry.lib.ids import new_ref

RecordT = TypeVar("RecordT", bound=Record)


def create_record(
    actor: Actor, row: RecordT, *, action: str, effect: ConsentEffect | None = None, **detail: Any
) -> RecordT:
    """Insert a root: its keys first and for good, then the row, the entry, and the check of the writer's own scope.

    The owner is the actor's organisation unless the row names one.  Raises Forbidden.
    """
    (row,) = create_records(actor, [row], action=action, effects=[effect], **detail)
    return row


def create_records(
    actor: Actor, rows: Sequence[RecordT], *, action: str, effects: Sequence[ConsentEffect | None], **detail: Any
) -> Sequence[RecordT]:
    """`create_record` for many roots of one kind: a few statements, and one commit of the key store per owner."""
    for row in rows:
        if row.owner_id is None:
            if actor.organisation is None:
                raise Forbidden()
            row.owner = actor.organisation
        row.ref = row.ref or new_ref(row.REF_PREFIX)
        row.created_by = actor.account
    model = type(rows[0])
    rings = topology.rings_of(model)
    for owner in {row.owner_id for row in rows}:
        vault.enrol_many([row.pk for row in rows if row.owner_id == owner], owner, rings)
    vault.keys_for((row.pk, ring) for row in rows for ring in rings)  # one query, as their rows will be sealed
    with transaction.atomic():
        for row, effect in zip(rows, effects, strict=True):
            _apply(row, effect)
        model._default_manager.bulk_create(rows)
        if not issubclass(model, Staged):
            journal.record_each(actor, action, rows, **detail)
        ensure_within_reach(actor, *rows, action=Action.CREATE)
    return rows


@transaction.atomic
def touch(
    actor: Actor,
    row: Record,
    *,
    action: str,
    expected_version: int | None = None,
    fields: Sequence[str] = (),
    **detail: Any,
) -> None:
    """Save the named columns of a root, raise its version and journal.

    Raises Conflict when someone else was first, Forbidden when the row is or would be outside the writer's reach.
    """
    ensure_within_reach(actor, row, action=Action.CHANGE)
    held = type(row)._default_manager.filter(pk=row.pk)
    if expected_version is not None:
        held = held.filter(version=expected_version)
    if not held.update(version=F("version") + 1):
        raise Conflict()
    row.save(update_fields=[*fields, "updated_at"])
    row.refresh_from_db(fields=["version"])
    journal.record(actor, action, row, **detail)
    ensure_within_reach(actor, row, action=Action.CHANGE)


@transaction.atomic
def set_consent_effect(
    actor: Actor, row: Record, effect: ConsentEffect, *, action: str = "consent.effect_changed"
) -> None:
    """Write what consents and firewalls amount to on a record, in the transaction of the conversation that changed it.

    Raises Forbidden.
    """
    ensure_within_reach(actor, row, action=Action.CHANGE)
    _apply(row, effect)
    row.save(update_fields=["consent_1", "consent_2", "consent_3", "consent_until", "audience", "updated_at"])
    journal.record(actor, action, row)
    ledger.recall_unadmitted(actor, row)


def set_firewall(actor: Actor, row: Record, states: frozenset[str]) -> None:
    """Make the States of FW-ORIGIN those given; other firewalls and the family's own narrowing stay.

    Call in a transaction that goes on to `touch` the record, which journals and checks the writer's reach.
    """
    held = audiences.spec_of(row.audience)
    if held.firewall_states != states:
        row.audience = audiences.number_of(replace(held, firewall_states=states))
        row.save(update_fields=["audience", "updated_at"])
        ledger.recall_unadmitted(actor, row)


def ensure_within_reach(actor: Actor, *rows: Record, action: Action) -> None:
    """What was written lies within the writer's own reach; call in the transaction of the write.  Raises Forbidden."""
    held = door.visible(actor, type(rows[0]), action).filter(pk__in=[row.pk for row in rows])
    if held.count() != len(rows):
        journal.record_denial(actor, *rows, rule=f"{action.value}_out_of_reach")
        raise Forbidden()


@transaction.atomic
def discard(row: Staged) -> None:
    """Delete a staged record, and destroy its keys once the deletion is committed."""
    key = row.pk
    row.delete()
    transaction.on_commit(lambda: vault.destroy(key))


def _apply(row: Record, effect: ConsentEffect | None) -> None:
    if effect is None:
        return
    for layer in LAYERS:
        setattr(row, f"consent_{layer}", effect.masks.get(layer, 0))
    row.consent_until = effect.until
    row.audience = audiences.number_of(effect.audience)
