"""Personal grants: one person, one ring, one record, for a purpose, until a time."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose
from accessctl.models import Account, Record, RecordGrant
from accessctl.policy import RecordPolicy, policy_of
from accessctl.rings import Ring
from registry.lib.errors import Forbidden

LONGEST = timedelta(days=90)


def grant(
    actor: Actor, record: Record, account: Account, *, ring: Ring, purpose: Purpose, reason: GrantReason,
    lasting: timedelta = LONGEST,
) -> RecordGrant:  # fmt: skip
    """Give a person one ring of one record, for at most 90 days; an existing grant is renewed.  Raises Forbidden."""
    table = _table(record)
    permission = Permission.objects.get(
        codename=f"ring_{ring.value}", content_type=ContentType.objects.get_for_model(type(record))
    )
    row, _ = table._default_manager.update_or_create(
        user=account, permission=permission, content_object=record, purpose=purpose,
        defaults={
            "ring": ring, "reason": reason, "approved_by": actor.account,
            "expires_at": timezone.now() + min(lasting, LONGEST),
        },
    )  # fmt: skip
    journal.record(actor, "grant.given", record, ring=ring, purpose=purpose, to=f"account:{account.pk}", reason=reason)
    return row


def revoke(actor: Actor, record: Record, account: Account, *, ring: Ring) -> int:
    """Take a person's grants of a ring away at once; returns how many there were."""
    count, _ = _table(record)._default_manager.filter(user=account, content_object=record, ring=ring).delete()
    journal.record(actor, "grant.revoked", record, ring=ring, to=f"account:{account.pk}")
    return count


def _table(record: Record) -> type[RecordGrant]:
    policy = policy_of(type(record))
    if not isinstance(policy, RecordPolicy) or policy.grants is None:
        raise Forbidden()
    return policy.grants
