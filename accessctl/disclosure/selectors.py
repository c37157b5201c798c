"""Reads of requests and of the ledger: what was asked of us, what we asked, what was recalled."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.disclosure import records
from accessctl.models import DisclosureRequest, ShareEvent
from accessctl.models.disclosure import RequestState
from accessctl.policies import ANSWERABLE
from registry.lib.errors import NotFound
from registry.lib.ids import normalise_ref

SHOWN = 50


def fetch(actor: Actor, ref: str, *, lock: bool = False) -> DisclosureRequest:
    """One request.  Raises NotFound when it is absent, hidden, or about a record the reader does not see any more."""
    rows = door.visible(actor, DisclosureRequest).select_related("owner", "organisation", "account", "assigned_to")
    if lock:
        rows = rows.select_for_update(of=("self",))
    request = rows.filter(ref=normalise_ref(ref) or "").first()
    # SECURITY: who asked and then lost sight of the record must not learn from the request what became of it.
    if request is None or not records.seen(actor, {request.record_ref}):
        raise NotFound()
    return request


def asked_of_us(actor: Actor) -> list[DisclosureRequest]:
    """What other people ask of the actor's organisation and the actor may answer: escalated first, then by due date."""
    rows = _listed(actor).filter(owner=actor.organisation_id, state=RequestState.ASKED).order_by("due_at")
    return sorted((row for row in rows[:SHOWN] if answerable(actor, row)), key=lambda row: row.escalated_at is None)


def asked_by_us(actor: Actor) -> list[DisclosureRequest]:
    """What the actor, or people they answer for, asked; of records that are still in sight."""
    rows = list(_listed(actor).filter(organisation=actor.organisation_id).order_by("-asked_at")[:SHOWN])
    seen = records.seen(actor, {row.record_ref for row in rows})
    return [row for row in rows if row.record_ref in seen]


def opened_by_us(actor: Actor) -> list[DisclosureRequest]:
    """What the actor's organisation opened and is still open."""
    opened = (RequestState.OPENED, RequestState.PARTLY)
    rows = _listed(actor).filter(owner=actor.organisation_id, state__in=opened, expires_at__gt=timezone.now())
    return list(rows.order_by("expires_at")[:SHOWN])


def recalls(actor: Actor) -> list[ShareEvent]:
    """What the actor's organisation was asked to delete and has not confirmed."""
    if not ANSWERABLE & actor.roles:
        return []
    awaited = (ShareEvent.Recall.SENT, ShareEvent.Recall.ACKNOWLEDGED)
    rows = ShareEvent.objects.filter(receiver=actor.organisation_id, recall__in=awaited)
    return list(rows.select_related("owner").order_by("recalled_at")[:SHOWN])


def shares_of(actor: Actor, record_ref: str) -> list[ShareEvent]:
    """What left of one record: all, where it is the actor's organisation's; else what left while it was."""
    own = records.own(actor, record_ref)
    rows = ShareEvent.objects.filter(record_ref=record_ref, **{} if own else {"owner": actor.organisation_id})
    return list(rows.select_related("receiver").order_by("-at")[:SHOWN])


def answerable(actor: Actor, request: DisclosureRequest) -> bool:
    """Whether the actor may answer: who gives grants for the owner, never on their own request.

    A colleague to whom it was given may answer if their role gives grants; others see it and prepare.
    """
    own = actor.account is not None and request.account_id == actor.account.pk
    return not own and request.owner_id == actor.organisation_id and any(rule.approves for rule in actor.rules)


def _listed(actor: Actor) -> QuerySet[DisclosureRequest]:
    return door.visible(actor, DisclosureRequest).select_related("owner", "organisation", "account", "assigned_to")
