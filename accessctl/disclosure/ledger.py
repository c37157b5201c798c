"""The ledger of what left its owner, and its recall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accessctl import journal, outward
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Agreement, DisclosureRequest, Organisation, Record, ShareEvent
from accessctl.policy import RecordPolicy, policy_of
from accessctl.reach import Reach
from accessctl.rings import Ring
from registry.lib.errors import NotFound

ANSWER_WITHIN = timedelta(days=7)  # a receiver acknowledges a recall within this time
PROOF_WITHIN = timedelta(days=30)  # and confirms deletion within that
COPIES_LAST = timedelta(days=180)  # unless an agreement says otherwise
ONCE_WITHIN = timedelta(days=1)


def record(
    actor: Actor,
    row: Record,
    receiver: Organisation,
    *,
    rings: Iterable[Ring],
    purpose: Purpose,
    channel: ShareEvent.Channel,
    until: datetime,
    request: DisclosureRequest | None = None,
    parts: Iterable[str] = (),
    bundle: str = "",
) -> ShareEvent | None:
    """Write down that rings of a record, or named parts of them, went to another organisation; within one organisation
    nothing left.  Raises OutwardClosed for a file whose purpose this deployment serves nobody outside for.
    """
    if receiver.pk == row.owner_id:
        return None
    if channel == ShareEvent.Channel.EXPORT:
        outward.ensure(purpose)
    return ShareEvent.objects.create(
        record_ref=row.ref, owner_id=row.owner_id, receiver=receiver, by=actor.pseudonym, request=request,
        rings=sorted(rings), parts=sorted(parts), purpose=purpose, channel=channel, expires_at=until,
        bundle=bundle,
    )  # fmt: skip


def record_api_reading(actor: Actor, rows: Sequence[Record], ring: Ring) -> None:
    """Write down what a partner system took of other organisations' records, once a day each; it may keep copies."""
    if actor.client is None or actor.organisation is None or actor.purpose is None:
        return
    foreign = {row.ref: row for row in rows if row.owner_id != actor.organisation_id}
    if not foreign:
        return
    now, channel = timezone.now(), ShareEvent.Channel.API
    noted = ShareEvent.objects.filter(
        record_ref__in=foreign, receiver=actor.organisation, channel=channel, rings=[ring], purpose=actor.purpose,
        recall=ShareEvent.Recall.NONE, at__gt=now - ONCE_WITHIN,
    )  # fmt: skip
    known = set(noted.values_list("record_ref", flat=True))
    kept = kept_for(actor.organisation, actor.purpose, ring)
    ShareEvent.objects.bulk_create(
        ShareEvent(
            record_ref=ref, owner_id=row.owner_id, receiver=actor.organisation, by=actor.pseudonym, rings=[ring],
            purpose=actor.purpose, channel=channel, expires_at=now + kept.get(row.owner_id, COPIES_LAST),
        )
        for ref, row in foreign.items()
        if ref not in known
    )  # fmt: skip


def terms_of_copy(actor: Actor, row: Record, ring: Ring) -> dict[str, str]:
    """FW-ONWARD: what goes with a copy of another organisation's record, as headers; none with one's own."""
    if actor.organisation is None or actor.purpose is None or row.owner_id == actor.organisation_id:
        return {}
    lasting = kept_for(actor.organisation, actor.purpose, ring).get(row.owner_id, COPIES_LAST)
    until = timezone.now() + lasting
    return {"X-Copy-Delete-By": until.date().isoformat(), "X-Copy-Onward-Transfer": "forbidden"}


def kept_for(receiver: Organisation, purpose: Purpose, ring: Ring) -> dict[UUID, timedelta]:
    """How long each owner lets the receiver keep copies: the shortest time of the agreements that open the ring."""
    kept: dict[UUID, timedelta] = {}
    for share in Agreement.objects.shares(receiver.pk, purpose):
        if share.opens(ring):
            lasting = timedelta(days=share.retention_days)
            kept |= {provider: min(kept.get(provider, lasting), lasting) for provider in share.providers}
    return kept


def recall_unadmitted(actor: Actor, row: Record) -> int:
    """Recall what consent or a firewall no longer admits; call in the transaction that changed the effect."""
    policy = policy_of(type(row))
    shares = ShareEvent.objects.filter(record_ref=row.ref, recall=ShareEvent.Recall.NONE).select_related("receiver")
    shares = shares.exclude(receiver=row.owner_id)  # from before it was theirs
    if not isinstance(policy, RecordPolicy):
        return 0
    held = type(row)._default_manager.filter(pk=row.pk)
    gone = []
    for share in shares:
        reach = Reach(Actor(organisation=share.receiver, purpose=Purpose(share.purpose)))
        if share.channel == ShareEvent.Channel.DANGER:  # consent was not asked
            admitted = [policy.reached_in_danger(reach, Ring(ring)) for ring in share.rings]
        else:
            admitted = [policy.admitted(reach, Ring(ring)) for ring in share.rings]
        if any(not held.filter(one).exists() for one in admitted):
            gone.append(share.pk)
    return recall(actor, ShareEvent.objects.filter(pk__in=gone)) if gone else 0


def recall(actor: Actor, shares: QuerySet[ShareEvent]) -> int:
    """Ask every receiver of these shares to delete what they hold; call in the transaction of what ended them."""
    now = timezone.now()
    rows = list(shares.filter(recall=ShareEvent.Recall.NONE).select_for_update())
    for row in rows:
        row.recall, row.recalled_at = ShareEvent.Recall.SENT, now
        row.save(update_fields=["recall", "recalled_at"])
        journal.record(actor, "share.recalled", row.record_ref, receiver_id=str(row.receiver_id))
    return len(rows)


@transaction.atomic
def answer(*, actor: Actor, key: str, said: ShareEvent.Recall) -> ShareEvent:
    """The receiver's answer to a recall.  Raises NotFound unless it waits for one of the actor's organisation."""
    waiting = ShareEvent.objects.filter(receiver=actor.organisation_id, recall__in=AWAITED)
    row = waiting.select_for_update().filter(pk=key).first()
    if row is None or said not in ANSWERS:
        raise NotFound()
    row.recall, row.answered_at = said, timezone.now()
    row.save(update_fields=["recall", "answered_at"])
    journal.record(actor, f"share.recall_{said}", row.record_ref)
    return row


AWAITED = (ShareEvent.Recall.SENT, ShareEvent.Recall.ACKNOWLEDGED)
ANSWERS = (ShareEvent.Recall.ACKNOWLEDGED, ShareEvent.Recall.DELETED, ShareEvent.Recall.REFUSED)
