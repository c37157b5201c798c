"""Who answers for a record: whether an organisation may, and the change from one to another.

A record has one owner at each moment.  When another organisation takes it over, whole, everything that rested on the
former owner ends with it: personal grants, questions before its people, acts that waited for its second person.  What
had left the record stands in the ledger of who gave it.  The keys follow, wrapped by the new owner's.

That both sides and the family agreed is the business of the app that calls; the safeguards are asked here.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accessctl import doorbell, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.disclosure import ledger
from accessctl.erasure.burial import SETTLE
from accessctl.models import Approval, DisclosureRequest, KeyWork, Organisation, Record, ShareEvent
from accessctl.models.approvals import ApprovalState
from accessctl.models.disclosure import RequestState
from accessctl.policy import RecordPolicy, policy_of
from accessctl.reach import Reach
from accessctl.rings import Ring

OPEN_STILL = (ApprovalState.WAITING, ApprovalState.APPROVED)
OPENED = (RequestState.OPENED, RequestState.PARTLY)


def may_be_offered(row: Record, organisation: Organisation) -> bool:
    """Whether firewalls, sanctions and whom the family excluded let an organisation take a record over."""
    policy = policy_of(type(row))
    if not organisation.may_take_part or not isinstance(policy, RecordPolicy):
        return False
    rule = policy.within_safeguards(_reach(organisation), Ring.SEARCH)
    return type(row)._default_manager.filter(rule, pk=row.pk).exists()


def offered(model: type[Record], organisation: Organisation) -> QuerySet[Record]:
    """The records that an organisation could take over now: the same, less those that are closed to all others."""
    policy = policy_of(model)
    if not organisation.may_take_part or not isinstance(policy, RecordPolicy):
        return model._default_manager.none()
    return model._default_manager.filter(policy.reached_in_danger(_reach(organisation), Ring.SEARCH))


def _reach(organisation: Organisation) -> Reach:
    return Reach(Actor(organisation=organisation, purpose=Purpose.SHARE_SEARCH))


def hand_on(actor: Actor, row: Record, receiver: Organisation) -> None:
    """Make another organisation the owner of a record that is locked; call in a transaction, after the safeguards.

    Nothing is journalled of the change itself: who calls says why, to both sides.
    """
    former = row.owner
    row.owner = receiver
    row.save(update_fields=["owner", "updated_at"])
    _end_grants(row)
    _end_approvals(actor, row, former)
    _hand_on_requests(actor, row, former)
    KeyWork.objects.create(organisation=receiver.pk, record=row.pk)
    transaction.on_commit(lambda: doorbell.ring(SETTLE, expires=60))


def _end_grants(row: Record) -> None:
    policy = policy_of(type(row))
    if isinstance(policy, RecordPolicy) and policy.grants is not None:
        policy.grants._default_manager.filter(content_object=row.pk).delete()


def _end_approvals(actor: Actor, row: Record, former: Organisation) -> None:
    """What waits for the former owner's second person, or was approved and is not done, is no longer theirs to do."""
    for act in Approval.objects.filter(organisation=former, refs__contains=[row.ref], state__in=OPEN_STILL):
        act.state = ApprovalState.TAKEN_BACK
        act.save(update_fields=["state"])
        journal.record(actor, "approval.taken_back", act.ref, kind=act.kind)


def _hand_on_requests(actor: Actor, row: Record, former: Organisation) -> None:
    """Questions are answered by the new owner; what the former opened ends, and copies by it are recalled."""
    now, asked = timezone.now(), DisclosureRequest.objects.filter(record_ref=row.ref, owner=former)
    opened = asked.filter(state__in=OPENED)
    ledger.recall(actor, ShareEvent.objects.filter(request__in=opened).exclude(receiver=row.owner))
    opened.update(state=RequestState.ENDED, ended_at=now)
    waiting = asked.filter(state=RequestState.ASKED)
    waiting.filter(organisation=row.owner).update(state=RequestState.TAKEN_BACK, ended_at=now)
    waiting.exclude(organisation=row.owner).update(owner=row.owner, assigned_to=None)
