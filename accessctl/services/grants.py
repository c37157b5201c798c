"""Personal grants: one person, one ring, one record, for a purpose, until a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose
from accessctl.models import Account, Record, RecordGrant
from accessctl.policy import RecordPolicy, policy_of
from accessctl.rings import Ring
from accessctl.signin import stepup
from registry.lib.errors import Forbidden, Invalid

LONGEST = timedelta(days=90)


class NotGrantable(Invalid):
    code = "not_grantable"
    template = _("This person's role cannot be given this part of a record.")


class NotTakingPart(NotGrantable):
    code = "not_taking_part"
    template = _("This person, or their organisation, is suspended or has left: nothing can be opened to them now.")


def grant(
    actor: Actor,
    record: Record,
    account: Account,
    *,
    ring: Ring,
    purpose: Purpose,
    reason: GrantReason,
    lasting: timedelta = LONGEST,
) -> RecordGrant:
    """Give a person one ring of one record, for at most 90 days; an existing grant is renewed.

    Raises Forbidden unless the actor may give it, ProofNeeded, NotTakingPart for who is suspended, NotGrantable when no
    role of the person may hold the ring.
    """
    (row,) = grant_rings(actor, [record], account, rings=[ring], purpose=purpose, reason=reason, lasting=lasting)
    return row


@transaction.atomic
def grant_rings(
    actor: Actor,
    records: Sequence[Record],
    account: Account,
    *,
    rings: Iterable[Ring],
    purpose: Purpose,
    reason: GrantReason,
    lasting: timedelta = LONGEST,
) -> list[RecordGrant]:
    """`grant` for several rings of many records of one kind."""
    wanted = sorted(set(rings))
    for record in records:
        _ensure_may_give(actor, record, account, reason)
    holder = Actor.of_account(account)
    if holder.organisation is None:
        raise NotTakingPart()
    if not {held for rule in holder.rules for held in rule.by_grant}.issuperset(wanted):
        raise NotGrantable()
    said = {
        "organisation": holder.organisation,
        "reason": reason,
        "approved_by": actor.account,
        "expires_at": timezone.now() + min(lasting, LONGEST),
    }
    table, permissions = _table(records[0]), _permissions(records[0], wanted)
    held = table._default_manager.filter(user=account, content_object__in=records, purpose=purpose, ring__in=wanted)
    renewed = list(held.select_for_update())
    for row in renewed:
        for name, value in said.items():
            setattr(row, name, value)
        row.save(update_fields=list(said))
    have = {(row.content_object_id, row.ring) for row in renewed}
    new = [
        table(user=account, permission=permissions[ring], content_object=record, purpose=purpose, ring=ring, **said)
        for record in records
        for ring in wanted
        if (record.pk, ring) not in have
    ]
    table._default_manager.bulk_create(new)
    for ring in wanted:
        to = f"account:{account.pk}"
        journal.record_each(actor, "grant.given", records, ring=ring, purpose=purpose, to=to, reason=reason)
    return [*renewed, *new]


def _permissions(record: Record, rings: Iterable[Ring]) -> dict[Ring, Permission]:
    """The permissions that stand for rings of this kind of record."""
    codes = {f"ring_{ring.value}": ring for ring in rings}
    kind = ContentType.objects.get_for_model(type(record))
    rows = Permission.objects.filter(codename__in=codes, content_type=kind)
    return {codes[row.codename]: row for row in rows}


@transaction.atomic
def revoke(actor: Actor, record: Record, account: Account, *, ring: Ring) -> int:
    """Take a person's grants of a ring away at once; returns how many there were.  Raises Forbidden."""
    _ensure_owns(actor, record)
    count: int
    count, _per_model = _table(record)._default_manager.filter(user=account, content_object=record, ring=ring).delete()
    journal.record(actor, "grant.revoked", record, ring=ring, to=f"account:{account.pk}")
    return count


def _ensure_may_give(actor: Actor, record: Record, account: Account, reason: GrantReason) -> None:
    """Who registered a record holds what they wrote; everything else takes a role of the owner that approves."""
    _ensure_owns(actor, record)
    own_record = reason is GrantReason.REGISTERED_IT and record.created_by_id == account.pk
    if not (actor.is_system or own_record or any(rule.approves for rule in actor.rules)):
        journal.record_denial(actor, record, rule="grant")
        raise Forbidden()
    if not own_record and reason is not GrantReason.DISCLOSED:  # there, who answers the request proves it
        stepup.demand(actor)


def _ensure_owns(actor: Actor, record: Record) -> None:
    if not actor.is_system and (actor.organisation_id is None or record.owner_id != actor.organisation_id):
        journal.record_denial(actor, record, rule="grant")
        raise Forbidden()


def _table(record: Record) -> Any:
    """The grant table of this kind of record: abstract here, where its foreign key is not known."""
    policy = policy_of(type(record))
    if not isinstance(policy, RecordPolicy) or policy.grants is None:
        raise Forbidden()
    return policy.grants
